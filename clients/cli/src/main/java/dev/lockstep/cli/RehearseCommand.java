package dev.lockstep.cli;

import dev.lockstep.cli.command.Checkout;
import dev.lockstep.cli.command.Surroundings;
import dev.lockstep.cli.terminal.ExitCode;
import dev.lockstep.cli.terminal.Terminal;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/**
 * Does in silence what most commands do. The build runs it once, so that the JDK records the classes that commands load, and they start
 * faster afterwards.
 */
@Command(name = "rehearse", description = "Do in silence what most commands do; for the build.", hidden = true)
final class RehearseCommand implements Callable<Integer> {

    private static final String DOCUMENT = "lab/src/main/resources/scenarios/contoso-clu01.yaml";

    /** Where nothing answers: the way to a service is taken, no service is bothered. */
    private static final String NOWHERE = "http://127.0.0.1:1";

    private final Surroundings surroundings;

    RehearseCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Surroundings silent = silent();
        String document = Checkout.root(surroundings).resolve(DOCUMENT).toString();
        for (List<String> command : List.of(
                List.of("--help"),
                List.of("rollout", "--help"),
                List.of("status"),
                List.of("check", document),
                List.of("plan", document),
                List.of("clusters", "--as", "coordinator", "--url", NOWHERE))) {
            Lockstep.run(silent, command.toArray(String[]::new));
        }
        return ExitCode.DONE;
    }

    private Surroundings silent() {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
        return new Surroundings(
                new Terminal(nowhere, nowhere, false, surroundings.environment()),
                surroundings.input(),
                surroundings.environment(),
                surroundings.workingFolder(),
                surroundings.home(),
                surroundings.http(),
                surroundings.clock());
    }
}
