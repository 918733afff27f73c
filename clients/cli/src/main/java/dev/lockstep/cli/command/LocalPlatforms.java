package dev.lockstep.cli.command;

import dev.lockstep.localstack.platform.Platform;
import dev.lockstep.localstack.platform.PlatformState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The platforms that may run on this machine: that of {@code up}, and inside its folder that of the demo. */
public final class LocalPlatforms {

    /** The demo's folder inside the state folder. */
    public static final String DEMO = "demo";

    private LocalPlatforms() {}

    /** The folders in which a platform may run, the preferred one first. */
    public static List<Path> in(Path stateFolder) {
        return List.of(stateFolder, stateFolder.resolve(DEMO));
    }

    /** Where the platform of a state folder stands; empty when it does not run. */
    public static Optional<PlatformState> state(Path folder) throws IOException {
        return new Platform(folder, folder).status();
    }
}
