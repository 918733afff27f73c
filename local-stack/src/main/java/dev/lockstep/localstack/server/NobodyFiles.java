package dev.lockstep.localstack.server;

import dev.lockstep.localstack.process.RootPolicy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Folders for a program that must run as the user "nobody" because root may not use user namespaces here. */
final class NobodyFiles {
    private NobodyFiles() {}

    /** The folder itself when that user can reach it, else one below /var/tmp that stands for it. */
    static Path reachable(Path folder) {
        Path absolute = folder.toAbsolutePath();
        try {
            Files.createDirectories(absolute);
            List<String> command = new ArrayList<>(RootPolicy.NOBODY.prefix());
            command.addAll(List.of("test", "-x", absolute.toString()));
            if (new ProcessBuilder(command).start().waitFor() == 0) {
                return absolute;
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        UUID stand = UUID.nameUUIDFromBytes(absolute.toString().getBytes(StandardCharsets.UTF_8));
        return Path.of("/var/tmp/lockstep-" + stand);
    }

    /** Gives the folder and all it holds to that user. */
    static void handOver(Path folder) throws IOException, InterruptedException {
        int exitCode = new ProcessBuilder("chown", "-R", "65534:65534", folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
        if (exitCode != 0) {
            throw new IOException("cannot give " + folder + " to the user nobody");
        }
    }
}
