package dev.lockstep.orchestration.rollout;

import static dev.lockstep.orchestration.rollout.Phase.ADMITTED;
import static dev.lockstep.orchestration.rollout.Phase.BEGUN;
import static dev.lockstep.orchestration.rollout.Phase.CHECKING;
import static dev.lockstep.orchestration.rollout.Phase.COMPARING;
import static dev.lockstep.orchestration.rollout.Phase.DONE;
import static dev.lockstep.orchestration.rollout.Phase.EXECUTED;
import static dev.lockstep.orchestration.rollout.Phase.EXECUTING;
import static dev.lockstep.orchestration.rollout.Phase.GATED;
import static dev.lockstep.orchestration.rollout.Phase.HELD;
import static dev.lockstep.orchestration.rollout.Phase.LOOKING;
import static dev.lockstep.orchestration.rollout.Phase.RECORDING;
import static dev.lockstep.orchestration.rollout.Phase.UNDOING;
import static dev.lockstep.orchestration.rollout.Phase.UNDO_CHECKING;
import static dev.lockstep.orchestration.rollout.Phase.UNDO_COMPARING;
import static dev.lockstep.orchestration.rollout.Phase.WAITING;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The life cycle of a step, as a table. What is not in it cannot happen. */
public final class StepLifeCycle {

    /** A step in one phase and a trigger lead to another phase. */
    public record Transition(Phase from, Trigger trigger, Phase to) {}

    /** Every transition there is. */
    public static final List<Transition> TABLE = List.of(
            // Before anything is changed
            on(BEGUN, Trigger.LOOK, LOOKING),
            on(BEGUN, Trigger.SKIP, DONE),
            // A paused rollout
            on(BEGUN, Trigger.WAIT, WAITING),
            on(LOOKING, Trigger.TAKE_TASK, LOOKING),
            on(LOOKING, Trigger.REPORT_FACTS, RECORDING),
            on(LOOKING, Trigger.FAIL_LOOK, LOOKING),
            on(LOOKING, Trigger.LOOK, LOOKING),
            on(LOOKING, Trigger.WAIT, WAITING),
            on(LOOKING, Trigger.HOLD, HELD),
            on(RECORDING, Trigger.SKIP, DONE),
            on(RECORDING, Trigger.ASK_GATE, GATED),
            on(RECORDING, Trigger.LOOK, LOOKING),
            on(RECORDING, Trigger.WAIT, WAITING),
            on(GATED, Trigger.PASS_GATE, ADMITTED),
            on(GATED, Trigger.WAIT, WAITING),
            on(GATED, Trigger.LOOK, LOOKING),
            on(WAITING, Trigger.LOOK, LOOKING),
            on(ADMITTED, Trigger.WAIT, WAITING),
            on(ADMITTED, Trigger.LOOK, LOOKING),
            // A step that only checks ends here
            on(ADMITTED, Trigger.COMPLETE, DONE),
            on(ADMITTED, Trigger.HOLD, HELD),
            // The change
            on(ADMITTED, Trigger.GRANT_LOCKS, ADMITTED),
            on(ADMITTED, Trigger.START_EXECUTION, EXECUTING),
            on(EXECUTING, Trigger.ORDER_COMMAND, EXECUTING),
            on(EXECUTING, Trigger.TAKE_TASK, EXECUTING),
            // A command that nobody took in time is withdrawn
            on(EXECUTING, Trigger.RELEASE_LOCKS, EXECUTING),
            on(EXECUTING, Trigger.WAIT, WAITING),
            on(EXECUTING, Trigger.END_COMMAND, EXECUTED),
            on(EXECUTING, Trigger.ATTEST, EXECUTED),
            // Attended work in a rollout that is ended
            on(EXECUTING, Trigger.HOLD, HELD),
            on(EXECUTED, Trigger.HOLD, HELD),
            on(EXECUTED, Trigger.LOOK_AGAIN, CHECKING),
            // Verification
            on(CHECKING, Trigger.TAKE_TASK, CHECKING),
            on(CHECKING, Trigger.REPORT_FACTS, COMPARING),
            on(CHECKING, Trigger.FAIL_LOOK, CHECKING),
            on(CHECKING, Trigger.LOOK_AGAIN, CHECKING),
            on(CHECKING, Trigger.HOLD, HELD),
            on(COMPARING, Trigger.LOOK_AGAIN, CHECKING),
            on(COMPARING, Trigger.COMPLETE, DONE),
            on(COMPARING, Trigger.HOLD, HELD),
            on(COMPARING, Trigger.RELEASE_LOCKS, COMPARING),
            on(COMPARING, Trigger.BEGIN, BEGUN),
            // A person decides
            on(HELD, Trigger.DECIDE, HELD),
            on(HELD, Trigger.LOOK_AGAIN, CHECKING),
            on(HELD, Trigger.RELEASE_LOCKS, HELD),
            on(HELD, Trigger.BEGIN, BEGUN),
            // The step is taken back
            on(HELD, Trigger.LOOK_UNDONE, UNDO_CHECKING),
            on(UNDO_CHECKING, Trigger.TAKE_TASK, UNDO_CHECKING),
            on(UNDO_CHECKING, Trigger.REPORT_FACTS, UNDO_COMPARING),
            on(UNDO_CHECKING, Trigger.FAIL_LOOK, UNDO_CHECKING),
            on(UNDO_CHECKING, Trigger.LOOK_UNDONE, UNDO_CHECKING),
            on(UNDO_CHECKING, Trigger.HOLD, HELD),
            on(UNDO_COMPARING, Trigger.LOOK_UNDONE, UNDO_CHECKING),
            on(UNDO_COMPARING, Trigger.ORDER_UNDO, UNDOING),
            on(UNDO_COMPARING, Trigger.HOLD, HELD),
            on(UNDO_COMPARING, Trigger.UNDO, HELD),
            on(UNDOING, Trigger.TAKE_TASK, UNDOING),
            on(UNDOING, Trigger.END_COMMAND, UNDOING),
            on(UNDOING, Trigger.LOOK_UNDONE, UNDO_CHECKING),
            on(UNDOING, Trigger.HOLD, HELD),
            // Two persons answer for the effect
            on(HELD, Trigger.PROPOSE_MARK, HELD),
            on(HELD, Trigger.REJECT_MARK, HELD),
            on(HELD, Trigger.MARK_DONE, DONE),
            on(DONE, Trigger.RELEASE_LOCKS, DONE));

    private StepLifeCycle() {}

    private static Transition on(Phase from, Trigger trigger, Phase to) {
        return new Transition(from, trigger, to);
    }

    /** Where a trigger leads from a phase, if it can happen there. */
    static Optional<Phase> next(Phase from, Trigger trigger) {
        return TABLE.stream()
                .filter(transition -> transition.from() == from && transition.trigger() == trigger)
                .map(Transition::to)
                .findFirst();
    }

    /** The life cycle as a Mermaid state diagram. */
    public static String diagram() {
        return TABLE.stream()
                .filter(transition -> transition.from() != transition.to())
                .map(transition -> "    %s --> %s: %s"
                        .formatted(
                                transition.from(),
                                transition.to(),
                                transition
                                        .trigger()
                                        .name()
                                        .toLowerCase(Locale.ROOT)
                                        .replace('_', ' ')))
                .collect(Collectors.joining(
                        "\n", "stateDiagram-v2\n    [*] --> BEGUN: begin\n", "\n    DONE --> [*]\n"));
    }
}
