package dev.lockstep.audit.witness;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Tells how it stands with the witnesses. The service is ready without them: what they do not see today they see tomorrow. */
@Readiness
@ApplicationScoped
class WitnessHealth implements HealthCheck {

    @Inject
    Witnessing witnessing;

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder health =
                HealthCheckResponse.named("witnesses").up();
        witnessing
                .told()
                .forEach(told -> health.withData(
                        told.name(),
                        told.trouble() == null
                                ? "cosigned %d entries".formatted(told.entries())
                                : "cosigned %d entries, and not since: %s".formatted(told.entries(), told.trouble())));
        return health.build();
    }
}
