package dev.lockstep.audit.ledger;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Not ready while entries of earlier versions cannot be found by their words; says how many are left. */
@Readiness
@ApplicationScoped
class EarlierEntriesHealth implements HealthCheck {

    @Inject
    EarlierEntries earlier;

    @Override
    public HealthCheckResponse call() {
        EarlierEntries.State state = earlier.state();
        return HealthCheckResponse.named("searchable")
                .withData("entriesLeft", state.left() < 0 ? "not counted yet" : Long.toString(state.left()))
                .status(state.done())
                .build();
    }
}
