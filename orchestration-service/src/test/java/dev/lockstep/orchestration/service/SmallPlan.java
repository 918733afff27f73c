package dev.lockstep.orchestration.service;

import dev.lockstep.contracts.ClusterId;
import dev.lockstep.contracts.Scenario;
import dev.lockstep.contracts.Stage;
import dev.lockstep.contracts.orchestration.FailureClass;
import dev.lockstep.contracts.orchestration.Repeatability;
import dev.lockstep.procedures.Plan;
import dev.lockstep.procedures.PlanStep;
import dev.lockstep.procedures.PlanStep.ActorKind;
import dev.lockstep.procedures.PlanStep.Look;
import dev.lockstep.procedures.PlanStep.Reversibility;
import dev.lockstep.procedures.PlanStep.Reversibility.Undo;
import dev.lockstep.procedures.PlanStep.Skip;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A plan of four steps: a check, a command, attended work, and a command that turns out not to be needed. */
final class SmallPlan {

    static final String CHECK = "check-node";
    static final String START = "start-service";
    static final String SETUP = "setup";
    static final String NOT_NEEDED = "start-service-again";

    private static final String RUNNING =
            "cluster.nodes.exists(n, n.name == \"N1\" && n.services[\"W3SVC\"].state == \"RUNNING\")";
    private static final String STOPPED = RUNNING.replace("RUNNING", "STOPPED");
    private static final String INSTALLED = "cluster.nodes.exists(n, n.name == \"N1\" && n.exchange.installed)";

    private SmallPlan() {}

    static Plan of(ClusterId cluster, Repeatability repeatabilityOfCommand) {
        return of(cluster, repeatabilityOfCommand, List.of(), List.of());
    }

    /** The same, with Setup for which authority at this administrative group suffices. */
    static Plan inAdministrativeGroup(ClusterId cluster, String group) {
        return of(cluster, Repeatability.IDEMPOTENT, List.of(), List.of(group));
    }

    /** The same, as of a cluster whose first node would be the first of its organization. */
    static Plan ofFirstInOrganization(ClusterId cluster) {
        return of(cluster, Repeatability.IDEMPOTENT, List.of("organization " + cluster.organization()), List.of());
    }

    private static Plan of(
            ClusterId cluster,
            Repeatability repeatabilityOfCommand,
            List<String> coarseLocks,
            List<String> authorityAt) {
        return new Plan(
                        "",
                        Scenario.NEW,
                        "test",
                        "1",
                        cluster,
                        "CLU",
                        "6.5.6944",
                        null,
                        List.of(),
                        List.of(
                                step(
                                        cluster,
                                        CHECK,
                                        ActorKind.CHECK,
                                        "cluster.nodes.exists(n, n.nodeState == \"UP\")",
                                        null,
                                        Repeatability.IDEMPOTENT,
                                        List.of(),
                                        List.of()),
                                step(
                                        cluster,
                                        START,
                                        ActorKind.AUTOMATIC,
                                        RUNNING,
                                        RUNNING,
                                        repeatabilityOfCommand,
                                        coarseLocks,
                                        List.of()),
                                step(
                                        cluster,
                                        SETUP,
                                        ActorKind.ATTENDED,
                                        INSTALLED,
                                        INSTALLED,
                                        Repeatability.ONCE,
                                        List.of(),
                                        authorityAt),
                                step(
                                        cluster,
                                        NOT_NEEDED,
                                        ActorKind.AUTOMATIC,
                                        RUNNING,
                                        RUNNING,
                                        Repeatability.IDEMPOTENT,
                                        List.of(),
                                        List.of())))
                .withOwnHash();
    }

    private static PlanStep step(
            ClusterId cluster,
            String id,
            ActorKind actor,
            String verify,
            @Nullable String skip,
            Repeatability repeatability,
            List<String> coarseLocks,
            List<String> authorityAt) {
        List<String> locks = new ArrayList<>(coarseLocks);
        locks.add("cluster " + cluster);
        locks.add("node " + cluster + "/N1");
        boolean isCommand = actor == ActorKind.AUTOMATIC;
        boolean isAttended = actor == ActorKind.ATTENDED;
        List<Look> looks = List.of(new Look("test", List.of("look", "N1"), Map.of(), null, null));
        return new PlanStep(
                id,
                "Step " + id,
                Stage.NODE,
                isAttended ? "RUN_SETUP" : "TEST",
                "CLU",
                "N1",
                null,
                null,
                actor,
                isCommand ? List.of("sc", "\\\\N1", "start", "W3SVC") : List.of(),
                isAttended ? List.of("Run Setup.") : List.of(),
                Map.of("node", "N1"),
                isAttended ? "EXCHANGE_FULL_ADMINISTRATOR" : null,
                authorityAt,
                actor == ActorKind.CHECK ? List.of() : locks,
                List.of(Stage.NODE),
                "N1",
                looks,
                looks,
                new Skip(skip, null, null),
                verify,
                Duration.ofMinutes(1),
                Duration.ofMinutes(1),
                1,
                FailureClass.HOLD,
                repeatability,
                new Reversibility(
                        isAttended ? Reversibility.Kind.COMPENSATED : Reversibility.Kind.REVERSIBLE,
                        null,
                        isCommand ? new Undo(List.of("sc", "\\\\N1", "stop", "W3SVC"), STOPPED) : null),
                List.of());
    }
}
