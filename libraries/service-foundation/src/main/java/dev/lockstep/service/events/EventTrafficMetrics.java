package dev.lockstep.service.events;

import dev.lockstep.eventsourcing.relay.RelayStatus;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.function.ToDoubleFunction;

/** Figures that alerts are made of: how far the relay and the consumers are behind, and what is put aside. */
@ApplicationScoped
class EventTrafficMetrics {

    private static final int AFTER_THE_TRAFFIC_STARTED = 10_000;
    private static final double MILLIS = 1_000;
    private static final int COUNTED_UP_TO = 10_000;

    @Inject
    EventTraffic traffic;

    @Inject
    MeterRegistry registry;

    void register(@Observes @Priority(AFTER_THE_TRAFFIC_STARTED) StartupEvent started) {
        relay("lockstep.relay.leading", "1 on the replica that publishes", status -> status.leading() ? 1 : 0);
        relay("lockstep.relay.unpublished", "Committed events that wait to be published", RelayStatus::unpublished);
        relay(
                "lockstep.relay.oldest.unpublished.seconds",
                "Age of the oldest event that waits",
                status -> seconds(status.oldestUnpublished()));
        relay(
                "lockstep.log.xmin.age.seconds",
                "For how long one transaction has held back all readers of the log",
                status -> seconds(status.xminAge()));
        traffic.consumers().forEach(this::register);
        traffic.views().forEach(this::register);
    }

    private void register(EventTraffic.View view) {
        Gauge.builder("lockstep.view.lag", view, kept -> kept.projector().lag(COUNTED_UP_TO))
                .description("Committed events that the view does not show yet, counted up to " + COUNTED_UP_TO)
                .tag("view", view.projection().name())
                .register(registry);
    }

    private void register(EventTraffic.Consumer consumer) {
        String name = consumer.inbox().name();
        Gauge.builder("lockstep.consumer.lag", consumer, fed -> fed.loop().lag())
                .description("Records that this replica's consumer has not handled")
                .tag("consumer", name)
                .register(registry);
        Gauge.builder(
                        "lockstep.consumer.partitions",
                        consumer,
                        fed -> fed.loop().partitions())
                .description("Partitions that this replica's consumer handles")
                .tag("consumer", name)
                .register(registry);
        Gauge.builder(
                        "lockstep.consumer.parked.keys",
                        consumer,
                        fed -> fed.parkingLot().count())
                .description("Keys whose events wait for an administrator")
                .tag("consumer", name)
                .register(registry);
        FunctionCounter.builder(
                        "lockstep.consumer.handled",
                        consumer,
                        fed -> fed.inbox().handled())
                .description("Events handled since the start")
                .tag("consumer", name)
                .register(registry);
        FunctionCounter.builder(
                        "lockstep.consumer.duplicates",
                        consumer,
                        fed -> fed.inbox().duplicates())
                .description("Events that came again")
                .tag("consumer", name)
                .register(registry);
    }

    private void relay(String name, String description, ToDoubleFunction<RelayStatus> figure) {
        Gauge.builder(
                        name,
                        traffic,
                        observed -> observed.relay().map(figure::applyAsDouble).orElse(0.0))
                .description(description)
                .register(registry);
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / MILLIS;
    }
}
