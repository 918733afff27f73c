package dev.lockstep.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.cli.api.PlatformClient;
import dev.lockstep.cli.session.Session;
import dev.lockstep.cli.terminal.ExitCode;
import dev.lockstep.cli.terminal.Table;
import dev.lockstep.cli.terminal.Terminal;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;

/** A command that asks a running platform. Its result is an exit code. */
public abstract class PlatformCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Mixin
    private ConnectionOptions connection;

    @Mixin
    private FormatOption format;

    protected PlatformCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    protected final Surroundings surroundings() {
        return surroundings;
    }

    protected final Terminal terminal() {
        return surroundings.terminal();
    }

    protected final boolean json() {
        return format.json();
    }

    /** The services, as the account that the options name. */
    protected final PlatformClient platform() {
        return connection.platform(surroundings);
    }

    /** Whether an option names a platform, or an account on one. */
    protected final boolean connectionGiven() {
        return connection.given();
    }

    /** The accounts on the platform that the options name. */
    protected final Session session() {
        return connection.session(surroundings);
    }

    /** The demo account that {@code --as} names, or null. */
    protected final @Nullable String namedAccount() {
        return connection.account;
    }

    /** Prints what was found, as JSON or as a table. */
    protected final int show(JsonNode found, Supplier<Table> table) {
        if (json()) {
            terminal().print(found);
        } else {
            terminal().print(table.get());
        }
        return ExitCode.DONE;
    }

    /** Prints what came of an act, as JSON or as a sentence. */
    protected final int tell(JsonNode answer, Supplier<String> sentence) {
        if (json()) {
            terminal().print(answer);
        } else {
            terminal().print(sentence.get());
        }
        return ExitCode.DONE;
    }
}
