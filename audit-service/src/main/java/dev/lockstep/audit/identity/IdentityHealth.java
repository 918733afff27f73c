package dev.lockstep.audit.identity;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Tells whether sign-ins are taken over. The service is ready without it: what is not read today is read tomorrow. */
@Readiness
@ApplicationScoped
class IdentityHealth implements HealthCheck {

    @Inject
    IdentityHistory history;

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder health =
                HealthCheckResponse.named("identity").up();
        history.trouble().ifPresent(why -> health.withData("trouble", why));
        return health.build();
    }
}
