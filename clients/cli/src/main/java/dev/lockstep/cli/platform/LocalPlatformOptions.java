package dev.lockstep.cli.platform;

import dev.lockstep.cli.command.Checkout;
import dev.lockstep.cli.command.Surroundings;
import dev.lockstep.localstack.platform.Platform;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which platform on this machine. */
final class LocalPlatformOptions {

    @Option(
            names = "--state",
            paramLabel = "FOLDER",
            description = "Its state folder: data, logs and secrets (also LOCKSTEP_STATE; default: .lockstep).")
    @Nullable private Path state;

    Platform platform(Surroundings surroundings) {
        return new Platform(Checkout.root(surroundings), stateFolder(surroundings));
    }

    /** The same platform with a lab that begins with this data centre. */
    Platform platform(Surroundings surroundings, Path dataCentre) {
        return new Platform(Checkout.root(surroundings), stateFolder(surroundings), dataCentre);
    }

    Path stateFolder(Surroundings surroundings) {
        String variable = surroundings.environment().get("LOCKSTEP_STATE");
        if (state != null) {
            return surroundings.workingFolder().resolve(state);
        }
        return variable == null
                ? Checkout.root(surroundings).resolve(".lockstep")
                : surroundings.workingFolder().resolve(variable);
    }
}
