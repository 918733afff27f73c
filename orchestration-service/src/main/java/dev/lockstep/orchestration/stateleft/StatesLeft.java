package dev.lockstep.orchestration.stateleft;

import dev.lockstep.contracts.orchestration.ClusterStateLeft;
import dev.lockstep.contracts.orchestration.RolloutEvent.RolloutRequested;
import dev.lockstep.orchestration.inventoryview.InventoryView;
import dev.lockstep.orchestration.rollout.Rollout;
import dev.lockstep.procedures.MixedState;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;

/** Tells from what is recorded in which state a rollout leaves its cluster at this moment. */
@ApplicationScoped
public class StatesLeft {

    private final InventoryView inventory;

    @Inject
    public StatesLeft(InventoryView inventory) {
        this.inventory = inventory;
    }

    /** The state of the cluster of a rollout, as far as it is recorded; empty when the cluster was never heard of. */
    public Optional<ClusterStateLeft> of(Rollout rollout) {
        RolloutRequested request = rollout.required();
        return inventory
                .latest(request.cluster())
                .map(recorded -> MixedState.of(
                        recorded.organization().toDocument(),
                        recorded.cluster().toDocument(),
                        recorded.versions(),
                        request.targetBuild()));
    }
}
