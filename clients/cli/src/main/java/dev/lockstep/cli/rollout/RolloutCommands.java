package dev.lockstep.cli.rollout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.lockstep.cli.command.AtLeastOne;
import dev.lockstep.cli.command.Json;
import dev.lockstep.cli.command.PlatformCommand;
import dev.lockstep.cli.command.ReasonOption;
import dev.lockstep.cli.command.Surroundings;
import dev.lockstep.cli.planning.StepText;
import dev.lockstep.cli.terminal.ExitCode;
import dev.lockstep.cli.terminal.Table;
import dev.lockstep.cli.terminal.Table.Cell;
import dev.lockstep.cli.terminal.Tone;
import dev.lockstep.contracts.orchestration.RolloutEvent.Decision;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands about one rollout, from its request to its end. */
public final class RolloutCommands {

    private static final int SHOWN_OF_HASH = 12;

    private RolloutCommands() {}

    /** All of them. */
    public static List<PlatformCommand> all(Surroundings surroundings) {
        return List.of(
                new Listing(surroundings),
                new Request(surroundings),
                new Approve(surroundings),
                new Reject(surroundings),
                new Withdraw(surroundings),
                new Start(surroundings),
                new Show(surroundings),
                new Watch(surroundings),
                new PauseCommands.Pause(surroundings),
                new PauseCommands.Resume(surroundings),
                new Decide(surroundings),
                new EvidenceCommand(surroundings),
                new MarkDoneCommands.Propose(surroundings),
                new MarkDoneCommands.Confirm(surroundings),
                new MarkDoneCommands.Reject(surroundings),
                new BreakGlassCommands.Propose(surroundings),
                new BreakGlassCommands.Confirm(surroundings),
                new Abort(surroundings));
    }

    @Command(name = "list", description = "List rollouts, newest first.")
    private static final class Listing extends PlatformCommand {

        @Option(names = "--cluster", paramLabel = "CLUSTER", description = "Only those of this cluster.")
        @Nullable private String cluster;

        @Option(
                names = "--limit",
                paramLabel = "N",
                converter = AtLeastOne.class,
                defaultValue = "100",
                description = "At most so many (default: 100).")
        private int limit;

        private Listing(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        public Integer call() {
            ArrayNode found = JsonNodeFactory.instance.arrayNode();
            String id = cluster == null ? null : cluster.toLowerCase(Locale.ROOT);
            new RolloutRequests(platform()).list(id, limit).forEach(found::add);
            return show(found, () -> {
                Table table = Table.of("ROLLOUT", "CLUSTER", "STATUS", "STEP", "PHASE", "REQUESTED", "PLAN")
                        .whole("ROLLOUT", "CLUSTER");
                found.forEach(rollout -> table.row(List.of(
                        Cell.plain(Json.text(rollout, "id")),
                        Cell.plain(Json.text(rollout, "cluster")),
                        rollout.path("overrides").asInt() == 0
                                ? Json.state(PauseCommands.status(rollout))
                                : new Cell(PauseCommands.status(rollout) + ", glass broken", Tone.BAD),
                        Cell.plain(Json.text(rollout, "step")),
                        Cell.plain(Json.text(rollout, "phase")),
                        Cell.plain(Json.moment(rollout, "requestedAt")),
                        Cell.plain(shortened(Json.text(rollout, "planHash"))))));
                return table;
            });
        }
    }

    private static String shortened(String hash) {
        return hash.length() > SHOWN_OF_HASH ? hash.substring(0, SHOWN_OF_HASH) + "…" : hash;
    }

    @Command(name = "request", description = "Ask for a plan to be carried out.")
    private static final class Request extends PlatformCommand {

        @Parameters(paramLabel = "HASH", description = "The plan's hash, as 'plan' prints it.")
        private String planHash;

        @Option(
                names = "--replaces",
                paramLabel = "ROLLOUT",
                description = "An aborted rollout of the same cluster: approvals of parts that are the same are kept.")
        @Nullable private String replaces;

        private Request(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        public Integer call() {
            JsonNode answer = new RolloutRequests(platform()).request(planHash, replaces);
            return tell(
                    answer,
                    () -> Json.text(answer, "status").equals("APPROVED")
                            ? "Rollout %s is approved by what was carried over.".formatted(Json.text(answer, "id"))
                            : "Rollout %s waits for approval by somebody else.".formatted(Json.text(answer, "id")));
        }
    }

    @Command(name = "approve", description = "Agree to the plan of a rollout, with the authority that its steps need.")
    private static final class Approve extends OfOneRollout {

        @Option(
                names = "--plan",
                paramLabel = "HASH",
                description = "The plan that you read; refused if it is another.")
        @Nullable private String planHash;

        @Option(
                names = "--comment",
                paramLabel = "TEXT",
                defaultValue = "",
                description = "Your words for the history.")
        private String comment;

        @Option(
                names = "--part",
                paramLabel = "PART",
                description =
                        "Only this part, as 'rollout show' names it; may be repeated (default: all that you can).")
        private List<String> parts = List.of();

        @Option(
                names = "--as-deputy",
                paramLabel = "ARRANGEMENT",
                description = "In the place of who lent you the authority, as 'deputies' lists it.")
        @Nullable private String arrangement;

        private Approve(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        public Integer call() {
            RolloutRequests requests = requests();
            String hash = planHash == null ? requests.find(rollout()).planHash() : planHash;
            JsonNode answer = requests.approve(rollout(), hash, comment, parts, arrangement);
            return tell(
                    answer,
                    () -> "Approved plan %s. %s"
                            .formatted(hash, ApprovalText.open(answer))
                            .strip());
        }
    }

    @Command(name = "reject", description = "Refuse the plan of a rollout; the rollout ends here.")
    private static final class Reject extends OfOneRollout {

        @Mixin
        private ReasonOption reason;

        private Reject(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        public Integer call() {
            RolloutRequests requests = requests();
            String hash = requests.find(rollout()).planHash();
            return tell(requests.reject(rollout(), hash, reason.text()), () -> "Rejected plan %s.".formatted(hash));
        }
    }

    @Command(
            name = "withdraw",
            description = {
                "Take back what you have approved of a rollout, at any time until it ends.",
                "No step begins any more that then lacks an approval; what has begun is not stopped."
            })
    private static final class Withdraw extends OfOneRollout {

        @Mixin
        private ReasonOption reason;

        private Withdraw(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        public Integer call() {
            return tell(
                    requests().withdraw(rollout(), reason.text()),
                    () -> "Your approval of rollout %s is withdrawn.".formatted(rollout()));
        }
    }

    @Command(name = "start", description = "Begin an approved rollout.")
    private static final class Start extends OfOneRollout {

        private Start(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        public Integer call() {
            return tell(
                    requests().start(rollout()),
                    () -> "Rollout %1$s begins; follow it with 'rollout watch %1$s'.".formatted(rollout()));
        }
    }

    @Command(name = "show", description = "Show where a rollout stands, step by step.")
    private static final class Show extends OfOneRollout {

        private Show(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        public Integer call() {
            RolloutView view = requests().find(rollout());
            if (json()) {
                terminal().print(view.json());
                return ExitCode.DONE;
            }
            Table table = Table.of("STEP", "STATUS", "WHERE", "WHAT", "WHO", "WAITS FOR")
                    .whole("STEP");
            for (JsonNode each : view.json().path("steps")) {
                RolloutView.StepView step = RolloutView.StepView.of(each);
                table.row(List.of(
                        Cell.plain(step.id()),
                        Json.state(step.status()),
                        Cell.plain(step.place()),
                        Cell.plain(step.title()),
                        Cell.plain(step.actor()),
                        Cell.plain(step.waitingFor())));
                StepText.underCarriedOut(table, each);
            }
            terminal().print(table);
            terminal().print("");
            terminal().print("Plan %s".formatted(view.planHash()));
            ApprovalText.lines(view.json()).forEach(terminal()::print);
            BreakGlassCommands.lines(view.json()).forEach(line -> terminal().print(Tone.BAD, line));
            StateLeftText.lines(view.json()).forEach(line -> terminal().print(Tone.WARN, line));
            terminal()
                    .print("Rollout %s of %s: %s, %s. %s"
                            .formatted(
                                    view.id(),
                                    view.cluster(),
                                    PauseCommands.status(view.json()),
                                    view.progress(),
                                    view.waitingFor())
                            .strip());
            return ExitCode.DONE;
        }
    }

    @Command(
            name = "watch",
            description = {"Follow a rollout live until it ends.", "Exit code 0 when it was completed, otherwise 1."})
    private static final class Watch extends OfOneRollout {

        private Watch(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        public Integer call() throws InterruptedException {
            RolloutView view =
                    new RolloutWatch(platform(), terminal(), surroundings().clock()).untilEnded(rollout(), look -> {});
            terminal().print("Rollout %s: %s.".formatted(view.id(), view.status()));
            return view.completed() ? ExitCode.DONE : ExitCode.REFUSED;
        }
    }

    @Command(name = "decide", description = "Decide how a held step goes on.")
    private static final class Decide extends OfOneRollout {

        @Parameters(index = "1", paramLabel = "STEP", description = "The held step.")
        private String step;

        @Parameters(index = "2", paramLabel = "DECISION", description = "retry, verify_again, undo or abort.")
        private Decision decision;

        @Mixin
        private ReasonOption reason;

        @Mixin
        private AcknowledgeOption acknowledgement;

        private Decide(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        public Integer call() {
            return tell(
                    requests().decide(rollout(), step, decision, reason.text(), acknowledgement.text()),
                    () -> "Decided: %s."
                            .formatted(decision.name().toLowerCase(Locale.ROOT).replace('_', ' ')));
        }
    }

    @Command(name = "abort", description = "End a rollout, unless a command is running.")
    private static final class Abort extends OfOneRollout {

        @Mixin
        private ReasonOption reason;

        @Mixin
        private AcknowledgeOption acknowledgement;

        private Abort(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        public Integer call() {
            return tell(
                    requests().abort(rollout(), reason.text(), acknowledgement.text()),
                    () -> "Rollout %s is ended.".formatted(rollout()));
        }
    }
}
