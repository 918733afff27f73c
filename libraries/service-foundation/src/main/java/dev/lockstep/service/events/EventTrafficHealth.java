package dev.lockstep.service.events;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Ready as long as neither the relay nor a consumer nor a view is in trouble; standing by while another replica leads is no trouble. */
@Readiness
@ApplicationScoped
class EventTrafficHealth implements HealthCheck {

    @Inject
    EventTraffic traffic;

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder answer = HealthCheckResponse.named("event-traffic");
        boolean up = traffic.relay().isPresent();
        if (up) {
            var relay = traffic.relay().orElseThrow();
            answer.withData("relay", relay.lastError().orElse(relay.leading() ? "leading" : "standing by"));
            answer.withData("unpublished", relay.unpublished());
            up = relay.lastError().isEmpty();
        }
        for (EventTraffic.Consumer consumer : traffic.consumers()) {
            answer.withData(
                    consumer.inbox().name(),
                    consumer.loop().lastError().orElse("lag " + consumer.loop().lag()));
            up &= consumer.loop().lastError().isEmpty();
        }
        for (EventTraffic.View view : traffic.views()) {
            answer.withData(view.projection().name(), view.loop().lastError().orElse("advancing"));
            up &= view.loop().lastError().isEmpty();
        }
        return answer.status(up).build();
    }
}
