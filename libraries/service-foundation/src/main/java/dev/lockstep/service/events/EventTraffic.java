package dev.lockstep.service.events;

import dev.lockstep.eventsourcing.AppendSignal;
import dev.lockstep.eventsourcing.EventStore;
import dev.lockstep.eventsourcing.inbox.ConsumerLoop;
import dev.lockstep.eventsourcing.inbox.InboxConsumer;
import dev.lockstep.eventsourcing.inbox.ParkingLot;
import dev.lockstep.eventsourcing.inbox.ParkingTopic;
import dev.lockstep.eventsourcing.projection.Projection;
import dev.lockstep.eventsourcing.projection.Projector;
import dev.lockstep.eventsourcing.projection.ProjectorLoop;
import dev.lockstep.eventsourcing.relay.Relay;
import dev.lockstep.eventsourcing.relay.RelaySettings;
import dev.lockstep.eventsourcing.relay.RelayStatus;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Events on their way: the relay, every {@link Subscription} and every {@link Projection}, from the start of the application to its
 * end.
 */
@ApplicationScoped
public class EventTraffic {

    @Inject
    ServiceIdentity service;

    @Inject
    EventStore store;

    @Inject
    AppendSignal appended;

    @Inject
    @Any
    Instance<Subscription> subscriptions;

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    @ConfigProperty(name = "quarkus.datasource.jdbc.url")
    String jdbcUrl;

    @ConfigProperty(name = "quarkus.datasource.username")
    String user;

    @ConfigProperty(name = "quarkus.datasource.password")
    String password;

    @Inject
    @Any
    Instance<Projection> projections;

    @Inject
    DataSource pool;

    private final List<Consumer> consumers = new ArrayList<>();
    private final List<View> views = new ArrayList<>();
    private @Nullable Relay relay;
    private @Nullable Producer<String, byte[]> parkingProducer;

    /**
     * One subscription being fed.
     *
     * @param subscription what is fed
     * @param inbox counts what was handled
     * @param loop feeds it
     * @param parkingLot what it had to put aside
     */
    public record Consumer(Subscription subscription, InboxConsumer inbox, ConsumerLoop loop, ParkingLot parkingLot) {}

    /**
     * One view being kept up to date.
     *
     * @param projection what is projected
     * @param projector rebuilds it
     * @param loop advances it
     */
    public record View(Projection projection, Projector projector, ProjectorLoop loop) {}

    void start(@Observes StartupEvent started) {
        projections.forEach(projection -> views.add(view(projection)));
        Map<String, Object> kafka = Map.of("bootstrap.servers", bootstrapServers);
        relay = Relay.start(new RelaySettings(
                service.name(), service.topic(), service.source(), connectionsOutsideThePool(), kafka, appended));
        if (!subscriptions.isUnsatisfied()) {
            Producer<String, byte[]> producer = new KafkaProducer<>(Map.of(
                    ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                    bootstrapServers,
                    ProducerConfig.CLIENT_ID_CONFIG,
                    "parking-" + service.name(),
                    ProducerConfig.ACKS_CONFIG,
                    "all",
                    ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
                    StringSerializer.class,
                    ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
                    ByteArraySerializer.class));
            parkingProducer = producer;
            subscriptions.forEach(subscription -> consumers.add(consumer(subscription, producer, kafka)));
        }
    }

    private View view(Projection projection) {
        Projector projector = new Projector(projection, pool);
        return new View(projection, projector, ProjectorLoop.start(projector, projection.name(), appended));
    }

    private Consumer consumer(Subscription subscription, Producer<String, byte[]> producer, Map<String, Object> kafka) {
        String name = subscription.consumer();
        InboxConsumer inbox = new InboxConsumer(name, store, subscription);
        ConsumerLoop loop = ConsumerLoop.start(
                inbox, Optional.of(new ParkingTopic(name, store, producer)), subscription.topics(), kafka);
        return new Consumer(subscription, inbox, loop, new ParkingLot(name, store, subscription));
    }

    void stop(@Observes ShutdownEvent stopping) {
        consumers.forEach(consumer -> consumer.loop().close());
        views.forEach(view -> view.loop().close());
        if (relay != null) {
            relay.close();
        }
        if (parkingProducer != null) {
            parkingProducer.close();
        }
    }

    /** How the relay is doing; empty before the start. */
    public Optional<RelayStatus> relay() {
        return Optional.ofNullable(relay).map(Relay::status);
    }

    /** Every subscription that is fed. */
    public List<Consumer> consumers() {
        return List.copyOf(consumers);
    }

    /** Every view that is kept up to date. */
    public List<View> views() {
        return List.copyOf(views);
    }

    /** The relay keeps a connection for as long as it leads: one from the pool would be missing there. */
    private DataSource connectionsOutsideThePool() {
        PGSimpleDataSource connections = new PGSimpleDataSource();
        connections.setUrl(jdbcUrl);
        connections.setUser(user);
        connections.setPassword(password);
        return connections;
    }
}
