package dev.lockstep.cli.command;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which platform, and as whom. */
public final class ConnectionOptions {

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "Where the platform answers (also LOCKSTEP_URL); without it the platform on this machine.")
    @Nullable String url;

    @Option(
            names = "--state",
            paramLabel = "FOLDER",
            description = "State folder of a platform on this machine (also LOCKSTEP_STATE; default: .lockstep here or"
                    + " above, or the demo's inside it).")
    @Nullable Path state;

    @Option(names = "--as", paramLabel = "NAME", description = "Act as this demo account, for this command only.")
    @Nullable String account;
}
