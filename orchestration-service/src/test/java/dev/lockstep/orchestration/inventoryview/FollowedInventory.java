package dev.lockstep.orchestration.inventoryview;

import dev.lockstep.contracts.ClusterId;
import jakarta.enterprise.inject.Vetoed;
import java.util.Optional;
import org.postgresql.ds.PGSimpleDataSource;

/** The recorded inventory of one cluster, without a database. */
@Vetoed
public final class FollowedInventory extends InventoryView {

    private Recorded recorded;

    public FollowedInventory(Recorded recorded) {
        super(new PGSimpleDataSource());
        this.recorded = recorded;
    }

    /** This service has heard of it. */
    public void heard(Recorded another) {
        recorded = another;
    }

    /** As heard of last. */
    public Recorded recorded() {
        return recorded;
    }

    @Override
    public Optional<Recorded> latest(ClusterId cluster) {
        return Optional.of(recorded);
    }
}
