package dev.lockstep.cli.command;

import dev.lockstep.cli.api.Endpoints;
import dev.lockstep.cli.api.PlatformClient;
import dev.lockstep.cli.session.Session;
import dev.lockstep.cli.terminal.Terminal;
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

    /** Whether an option names a platform, or an account on one. */
    public boolean given() {
        return url != null || state != null || account != null;
    }

    /** The services, as the account that the options name. */
    public PlatformClient platform(Surroundings surroundings) {
        Session session = session(surroundings);
        Terminal terminal = surroundings.terminal();
        return account == null
                ? session.asSignedIn(terminal.interactive() ? terminal::note : null)
                : session.asDemoAccount(account);
    }

    /** The accounts on the platform that the options name. */
    public Session session(Surroundings surroundings) {
        LocalState local = LocalState.find(state, surroundings);
        Endpoints endpoints = Endpoints.of(url, surroundings.environment(), local.services());
        return new Session(surroundings.http(), endpoints, local.tokenFile(url), surroundings.clock());
    }
}
