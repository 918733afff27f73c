package dev.lockstep.cli.demo;

import dev.lockstep.cli.api.Endpoints;
import dev.lockstep.cli.command.Checkout;
import dev.lockstep.cli.command.LocalPlatforms;
import dev.lockstep.cli.command.LocalState;
import dev.lockstep.cli.command.Surroundings;
import dev.lockstep.cli.platform.ProgressLines;
import dev.lockstep.cli.session.Session;
import dev.lockstep.cli.terminal.CommandFailure;
import dev.lockstep.cli.terminal.ExitCode;
import dev.lockstep.cli.terminal.Terminal;
import dev.lockstep.cli.terminal.Tone;
import dev.lockstep.localstack.platform.Platform;
import dev.lockstep.localstack.platform.Platform.Records;
import dev.lockstep.localstack.platform.Platform.Start;
import dev.lockstep.localstack.platform.RunningPlatform;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The whole story on a simulated data centre. */
@Command(
        name = "demo",
        description = {
            "Deploy Exchange Server 2003 on a simulated four-node cluster, from the import to the proof.",
            "Every run begins with a fresh data centre and a fresh history, in .lockstep/demo; the data of './lockstep up' is"
                    + " not touched. Afterwards the platform stays up until Ctrl-C."
        })
public final class DemoCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Option(names = "--exit", description = "End afterwards; exit code 0 only if everything held.")
    private boolean exit;

    @Option(
            names = "--attended",
            description = "Leave the attended steps to you; without it the lab's operator does them.")
    private boolean attended;

    @Option(names = "--keep", description = "Go on with the data centre and the history of the last run.")
    private boolean keep;

    @Option(
            names = "--state",
            paramLabel = "FOLDER",
            description = "Where the demo keeps its data (default: .lockstep/demo).")
    @Nullable private Path state;

    public DemoCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Terminal terminal = surroundings.terminal();
        Path root = Checkout.root(surroundings);
        Path folder = state == null
                ? root.resolve(".lockstep").resolve(LocalPlatforms.DEMO)
                : surroundings.workingFolder().resolve(state);
        Platform platform = new Platform(root, folder);
        ProgressLines progress = new ProgressLines(terminal, surroundings.clock());
        Chapter.of(1, "The platform starts").announce(terminal);
        Records records = keep ? Records.KEPT : Records.FORGOTTEN;
        Set<String> without = attended ? Set.of(Platform.LAB_OPERATOR) : Set.of();
        return switch (platform.up(progress, records, without)) {
            case Start.Started started -> {
                try (RunningPlatform running = started.platform()) {
                    yield tell(root, folder, running);
                }
            }
            case Start.AlreadyRuns _ ->
                throw new CommandFailure(
                        ExitCode.REFUSED,
                        "The demo runs already, in another terminal.",
                        "End it there with Ctrl-C, or here with './lockstep down'.");
            case Start.Failed failed ->
                throw new CommandFailure(
                        ExitCode.UNREACHABLE, failed.reason(), "The logs are in %s.".formatted(folder.resolve("logs")));
        };
    }

    private int tell(Path root, Path folder, RunningPlatform running) throws InterruptedException {
        Terminal terminal = surroundings.terminal();
        LocalState local = LocalState.find(folder, surroundings);
        Session session = new Session(
                surroundings.http(),
                Endpoints.of(null, surroundings.environment(), local.services()),
                local.tokenFile(null),
                surroundings.clock());
        Findings findings = new Findings(terminal);
        AtomicBoolean asked = interruptedByTheEndOfThisProcess();
        @Nullable CommandFailure ended = null;
        try {
            DemoPlace place = new DemoPlace(
                    root, folder, Objects.requireNonNull(running.state().urls().get("lab"), "the lab's address"));
            new Story(surroundings, session, findings, place, attended).tell();
        } catch (CommandFailure failure) {
            if (asked.get()) {
                throw new InterruptedException("asked to end");
            }
            ended = failure;
            terminal.print(failure);
        }
        List<String> broken = findings.broken();
        boolean held = ended == null && broken.isEmpty();
        terminal.print("");
        if (held) {
            terminal.print(Tone.GOOD, "All of it held.");
        } else {
            terminal.print(Tone.BAD, "Not all of it held:");
            broken.forEach(promise -> terminal.print(Tone.BAD, "  " + promise));
            if (ended != null) {
                terminal.print(Tone.BAD, "  the story ended early: " + ended.sentence());
            }
        }
        if (!exit) {
            Accounts.print(running.state(), terminal);
            running.awaitEnd();
        }
        return held ? ExitCode.DONE : ended == null ? ExitCode.REFUSED : ended.exitCode();
    }

    /** Ctrl-C ends the platform; the story must not go on and complain that nothing answers any more. */
    private static AtomicBoolean interruptedByTheEndOfThisProcess() {
        AtomicBoolean asked = new AtomicBoolean();
        Thread story = Thread.currentThread();
        Thread end = new Thread(
                () -> {
                    asked.set(true);
                    story.interrupt();
                },
                "story-end");
        Runtime.getRuntime().addShutdownHook(end);
        return asked;
    }
}
