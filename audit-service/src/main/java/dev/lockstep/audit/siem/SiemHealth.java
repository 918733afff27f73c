package dev.lockstep.audit.siem;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Tells how it stands with the SIEM. The service is ready without it: what is not sent today is sent tomorrow. */
@Readiness
@ApplicationScoped
class SiemHealth implements HealthCheck {

    @Inject
    Forwarding forwarding;

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder health = HealthCheckResponse.named("siem").up();
        forwarding
                .forwarder()
                .ifPresent(forwarder -> health.withData(
                        forwarder.destination().toString(),
                        "%d entries wait%s"
                                .formatted(
                                        forwarder.behind(),
                                        forwarder
                                                .trouble()
                                                .map(what -> ": " + what)
                                                .orElse(""))));
        return health.build();
    }
}
