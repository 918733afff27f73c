package dev.lockstep.benchmarks;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** Where this program was built. */
final class Checkout {

    private Checkout() {}

    /** The root: {@code LOCKSTEP_HOME}, or the folder above this program that has the script. */
    static Path root() {
        String home = System.getenv("LOCKSTEP_HOME");
        if (home != null) {
            return Path.of(home).toAbsolutePath();
        }
        try {
            Path folder = Path.of(Checkout.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            while (!Files.isRegularFile(folder.resolve("lockstep"))) {
                folder = Objects.requireNonNull(folder.getParent(), "this program is not in a checkout");
            }
            return folder;
        } catch (URISyntaxException e) {
            throw new IllegalStateException("this program is at no place of a file system", e);
        }
    }
}
