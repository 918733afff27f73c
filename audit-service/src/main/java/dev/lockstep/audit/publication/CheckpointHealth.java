package dev.lockstep.audit.publication;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Not ready while checkpoints cannot be published, and says why; the log serves what was asked of it all the same. */
@Readiness
@ApplicationScoped
class CheckpointHealth implements HealthCheck {

    @Inject
    CheckpointPublication publication;

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("checkpoints")
                .withData("publication", publication.trouble().orElse("up to date"))
                .status(publication.trouble().isEmpty())
                .build();
    }
}
