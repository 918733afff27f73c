package dev.lockstep.orchestration.automation;

import dev.lockstep.orchestration.inventoryview.InventoryView.Recorded;
import dev.lockstep.procedures.NoWayBack;
import dev.lockstep.procedures.PlanStep;
import java.util.Optional;

/**
 * Asks, right before a group is moved, whether a virtual server would go to where there is no way for it (catalogue X-UPG-NOBACK-01). The
 * requirements of a step are about the cluster as it is, not about where the step leads; the plan was made when other builds may have
 * been recorded.
 */
final class MoveRule {

    private MoveRule() {}

    /** Why the step must not be carried out as things are recorded; empty when it may, or moves nothing. */
    static Optional<String> objection(PlanStep step, Recorded recorded) {
        return NoWayBack.concerns(step)
                ? NoWayBack.objection(
                        step,
                        recorded.organization().toDocument(),
                        recorded.cluster().toDocument())
                : Optional.empty();
    }

    /** Why the step must not be taken back by its command as things are recorded; empty when it may. */
    static Optional<String> objectionToUndo(PlanStep step, Recorded recorded) {
        return NoWayBack.concerns(step)
                ? NoWayBack.objectionToUndo(
                        step,
                        recorded.organization().toDocument(),
                        recorded.cluster().toDocument())
                : Optional.empty();
    }
}
