package dev.lockstep.cli.command;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Where the sources and the built modules are. */
public final class Checkout {

    private Checkout() {}

    /** The root: {@code LOCKSTEP_HOME}, or the folder above this program that has the script, or the working folder. */
    public static Path root(Surroundings surroundings) {
        String variable = surroundings.environment().get("LOCKSTEP_HOME");
        if (variable != null) {
            return Path.of(variable).toAbsolutePath();
        }
        return Stream.iterate(program(), folder -> folder != null, Path::getParent)
                .filter(folder -> Files.isRegularFile(folder.resolve("lockstep")))
                .findFirst()
                .orElse(surroundings.workingFolder());
    }

    private static Path program() {
        try {
            return Path.of(Checkout.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("this program is at no place of a file system", e);
        }
    }
}
