package dev.lockstep.orchestration.rollout;

import static dev.lockstep.orchestration.rollout.RandomCommands.CLUSTER;
import static dev.lockstep.orchestration.rollout.RandomCommands.ROLLOUT;
import static dev.lockstep.orchestration.rollout.RandomCommands.account;
import static dev.lockstep.orchestration.rollout.RandomCommands.approval;
import static dev.lockstep.orchestration.rollout.RandomCommands.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.contracts.InventoryVersions;
import dev.lockstep.contracts.Scenario;
import dev.lockstep.contracts.Stage;
import dev.lockstep.contracts.orchestration.ApprovalEvent.RolloutApproved;
import dev.lockstep.contracts.orchestration.LockGrant;
import dev.lockstep.contracts.orchestration.RolloutEvent;
import dev.lockstep.contracts.orchestration.RolloutEvent.Actor;
import dev.lockstep.contracts.orchestration.RolloutEvent.CommandEnded;
import dev.lockstep.contracts.orchestration.RolloutEvent.FactsReported;
import dev.lockstep.contracts.orchestration.RolloutEvent.GatePassed;
import dev.lockstep.contracts.orchestration.RolloutEvent.GateRequested;
import dev.lockstep.contracts.orchestration.RolloutEvent.LocksGranted;
import dev.lockstep.contracts.orchestration.RolloutEvent.LocksReleased;
import dev.lockstep.contracts.orchestration.RolloutEvent.Purpose;
import dev.lockstep.contracts.orchestration.RolloutEvent.RolloutAborted;
import dev.lockstep.contracts.orchestration.RolloutEvent.RolloutStarted;
import dev.lockstep.contracts.orchestration.RolloutEvent.StepBegun;
import dev.lockstep.contracts.orchestration.RolloutEvent.StepExecutionStarted;
import dev.lockstep.contracts.orchestration.RolloutEvent.StepHeld;
import dev.lockstep.contracts.orchestration.RolloutEvent.StepSkipped;
import dev.lockstep.contracts.orchestration.RolloutEvent.TaskCreated;
import dev.lockstep.contracts.orchestration.RolloutEvent.TaskGranted;
import dev.lockstep.contracts.work.TaskOutcome;
import dev.lockstep.contracts.work.Work;
import dev.lockstep.eventsourcing.testing.DeciderScenario;
import dev.lockstep.orchestration.rollout.Rollout.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A rollout is ended in the middle of a step: never a command that may be running, and what nobody verified is not forgotten. */
class AbortTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant LATER = NOW.plusSeconds(30);
    private static final InventoryVersions VERSIONS = new InventoryVersions(1, 1);
    private static final UUID LOOK = new UUID(1, 1);
    private static final UUID GATE = new UUID(1, 2);
    private static final UUID COMMAND = new UUID(1, 3);
    private static final UUID LOOK_AFTER = new UUID(1, 4);
    static final List<LockGrant> LOCKS = List.of(new LockGrant("cluster " + CLUSTER, 7));
    private static final RolloutCommand.Abort ABORT =
            new RolloutCommand.Abort("the media is broken", RolloutCommand.Ending.NONE, account("operator"), LATER);
    private static final RolloutAborted ABORTED =
            new RolloutAborted(CLUSTER, ROLLOUT, "the media is broken", account("operator"), LATER);

    /** A rollout whose step began to change state, after those before it needed nothing. */
    static List<RolloutEvent> executing(String step, Actor actor, String... skipped) {
        List<RolloutEvent> events = new ArrayList<>(List.of(
                request(NOW),
                new RolloutApproved(CLUSTER, ROLLOUT, approval(NOW)),
                new RolloutStarted(CLUSTER, ROLLOUT, account("coordinator"), NOW)));
        for (String each : skipped) {
            events.add(new StepBegun(CLUSTER, ROLLOUT, each, 1, NOW));
            events.add(new StepSkipped(CLUSTER, ROLLOUT, each, "so already", VERSIONS, NOW));
        }
        events.addAll(List.of(
                new StepBegun(CLUSTER, ROLLOUT, step, 1, NOW),
                task(step, LOOK, Purpose.LOOK_BEFORE),
                new FactsReported(CLUSTER, ROLLOUT, step, LOOK, "runner", NOW, List.of(), List.of()),
                new GateRequested(
                        CLUSTER,
                        ROLLOUT,
                        step,
                        GATE,
                        Scenario.NEW,
                        List.of(Stage.CLUS),
                        null,
                        null,
                        "6.5.6944",
                        VERSIONS,
                        NOW),
                new GatePassed(CLUSTER, ROLLOUT, step, GATE, VERSIONS),
                new LocksGranted(CLUSTER, ROLLOUT, step, 1, LOCKS, NOW),
                new StepExecutionStarted(CLUSTER, ROLLOUT, step, 1, actor, "plan by approver", NOW)));
        return events;
    }

    private static TaskCreated task(String step, UUID id, Purpose purpose) {
        Work work = new Work.Execute(List.of("x"));
        return new TaskCreated(
                CLUSTER, ROLLOUT, step, 1, id, purpose, 1, "demo", work, Duration.ofMinutes(1), NOW, NOW);
    }

    private static DeciderScenario<Rollout, RolloutCommand, RolloutEvent> given(List<RolloutEvent> events) {
        return DeciderScenario.scenario(new RolloutDecider()).given(events.toArray(RolloutEvent[]::new));
    }

    private static StepHeld unverified(String step) {
        return new StepHeld(
                CLUSTER,
                ROLLOUT,
                step,
                1,
                "operator ended the rollout before anybody had verified what the step did: the media is broken",
                true,
                LATER);
    }

    @Test
    void attendedWorkThatNobodyAttestedStaysOnRecordAsUnknown() {
        given(executing("person", Actor.PERSON, "check", "command", "once"))
                .when(ABORT)
                .thenEvents(unverified("person"), new LocksReleased(CLUSTER, ROLLOUT, "person", LOCKS, LATER), ABORTED);
    }

    @Test
    void theEndedRolloutStillKnowsTheStepOfWhichNobodyKnowsWhatItDid() {
        RolloutDecider decider = new RolloutDecider();
        List<RolloutEvent> events = executing("person", Actor.PERSON, "check", "command", "once");
        events.addAll(
                List.of(unverified("person"), new LocksReleased(CLUSTER, ROLLOUT, "person", LOCKS, LATER), ABORTED));

        Rollout state = decider.initial();
        for (RolloutEvent event : events) {
            state = decider.evolve(state, event);
        }

        assertThat(state.status()).isEqualTo(Status.ABORTED);
        assertThat(state.current()).isNotNull().satisfies(step -> {
            assertThat(step.step().id()).isEqualTo("person");
            assertThat(step.outcomeUnknown()).isTrue();
            assertThat(step.locks()).isEmpty();
        });
    }

    @Test
    void whatACommandDidStaysOnRecordAsUnknownUntilItIsVerified() {
        List<RolloutEvent> events = executing("command", Actor.RUNNER, "check");
        events.add(task("command", COMMAND, Purpose.EXECUTE));
        events.add(new TaskGranted(CLUSTER, ROLLOUT, "command", COMMAND, "runner", 8, NOW));
        events.add(
                new CommandEnded(CLUSTER, ROLLOUT, "command", COMMAND, "runner", TaskOutcome.FINISHED, 0, null, NOW));
        events.add(task("command", LOOK_AFTER, Purpose.LOOK_AFTER));

        given(events)
                .when(ABORT)
                .thenEvents(
                        unverified("command"), new LocksReleased(CLUSTER, ROLLOUT, "command", LOCKS, LATER), ABORTED);
    }

    @Test
    void aCommandThatMayBeRunningIsNotLeftAlone() {
        List<RolloutEvent> events = executing("command", Actor.RUNNER, "check");
        events.add(task("command", COMMAND, Purpose.EXECUTE));
        events.add(new TaskGranted(CLUSTER, ROLLOUT, "command", COMMAND, "runner", 8, NOW));

        given(events).when(ABORT).thenRefused("step-in-progress");
    }

    @Test
    void aCommandThatNobodyTookDidNothing() {
        List<RolloutEvent> events = executing("command", Actor.RUNNER, "check");
        events.add(task("command", COMMAND, Purpose.EXECUTE));

        given(events).when(ABORT).thenEvents(new LocksReleased(CLUSTER, ROLLOUT, "command", LOCKS, LATER), ABORTED);
    }
}
