package dev.lockstep.eventsourcing.relay;

import dev.lockstep.eventsourcing.EventCursor;
import dev.lockstep.eventsourcing.RecordedEvent;
import dev.lockstep.eventsourcing.kafka.CloudEventRecords;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Publishes committed events to Kafka in the order of the log. Any number of relays of one name may run; one leads. An event is
 * published at least once and never behind a later one of its stream that was not published before: after a crash, a loss of
 * leadership or a doubt about Kafka, publishing starts again at the stored cursor.
 */
public final class Relay implements AutoCloseable {

    private static final Logger LOG = System.getLogger(Relay.class.getName());
    private static final int BATCH = 1_000;
    private static final long IDLE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long HEARTBEAT_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long ACK_WAIT_MILLIS = 200;

    private final RelaySettings settings;
    private final Thread thread;
    private volatile boolean closed;
    private volatile RelayStatus status = RelayStatus.IDLE;
    private long published;
    private long heartbeatDue;
    private final XminAge xminAge = new XminAge();

    private Relay(RelaySettings settings) {
        this.settings = settings;
        this.thread = Thread.ofPlatform().name("relay-" + settings.name()).unstarted(this::run);
    }

    /** Starts a relay in a thread of its own; it seeks to lead, publishes while it does, and recovers from every failure. */
    public static Relay start(RelaySettings settings) {
        Relay relay = new Relay(settings);
        relay.thread.start();
        return relay;
    }

    /** How it is doing. */
    public RelayStatus status() {
        return status;
    }

    /** Ends it and gives up the lead. */
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        try {
            thread.join(Duration.ofSeconds(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!closed) {
            try (Leadership leadership = Leadership.candidate(settings.connections(), settings.name())) {
                while (!closed && !leadership.acquire()) {
                    pause(RETRY_NANOS);
                }
                if (!closed) {
                    lead(leadership);
                }
            } catch (SQLException | RuntimeException e) {
                LOG.log(Level.WARNING, "Relay " + settings.name() + " stopped publishing and will try again", e);
                status = new RelayStatus(
                        false, status.cursor(), published, 0, Duration.ZERO, Duration.ZERO, Optional.of(e.toString()));
                pause(RETRY_NANOS);
            }
        }
        status = new RelayStatus(false, status.cursor(), published, 0, Duration.ZERO, Duration.ZERO, Optional.empty());
    }

    private void lead(Leadership leadership) throws SQLException {
        LOG.log(Level.INFO, "Relay {0} leads", settings.name());
        Producer<String, byte[]> producer = new KafkaProducer<>(producerConfiguration());
        try {
            EventCursor cursor = leadership.cursor();
            heartbeatDue = System.nanoTime();
            while (!closed) {
                beat(leadership, cursor);
                List<RecordedEvent> events = leadership.read(cursor, BATCH);
                if (events.isEmpty()) {
                    pause(IDLE_NANOS);
                } else {
                    publish(producer, events, leadership, cursor);
                    cursor = events.getLast().cursor();
                    leadership.store(cursor);
                    published += events.size();
                }
            }
        } finally {
            // Without waiting: what is in flight is published again from the stored cursor, by whoever leads then.
            producer.close(Duration.ZERO);
        }
    }

    private void publish(
            Producer<String, byte[]> producer, List<RecordedEvent> events, Leadership leadership, EventCursor cursor)
            throws SQLException {
        List<Future<RecordMetadata>> acknowledgements = new ArrayList<>(events.size());
        for (RecordedEvent event : events) {
            Future<RecordMetadata> acknowledgement =
                    producer.send(CloudEventRecords.write(settings.topic(), settings.source(), event));
            if (acknowledgement.state() == Future.State.FAILED) {
                // Not even sent, because Kafka cannot be reached for example. Nothing may overtake it.
                throw new KafkaException("Kafka cannot be given an event", acknowledgement.exceptionNow());
            }
            acknowledgements.add(acknowledgement);
        }
        for (Future<RecordMetadata> acknowledgement : acknowledgements) {
            await(acknowledgement, leadership, cursor);
        }
    }

    private void await(Future<RecordMetadata> acknowledgement, Leadership leadership, EventCursor cursor)
            throws SQLException {
        while (true) {
            try {
                acknowledgement.get(ACK_WAIT_MILLIS, TimeUnit.MILLISECONDS);
                return;
            } catch (TimeoutException _) {
                beat(leadership, cursor);
                if (closed) {
                    throw new LostException("closed while waiting for Kafka");
                }
            } catch (ExecutionException e) {
                throw new KafkaException("Kafka did not take an event", e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                closed = true;
                throw new LostException("interrupted while waiting for Kafka");
            }
        }
    }

    /** About once a second: is the lock still ours, and how far behind are we? */
    private void beat(Leadership leadership, EventCursor cursor) throws SQLException {
        long now = System.nanoTime();
        if (now - heartbeatDue < 0) {
            return;
        }
        if (!leadership.held()) {
            throw new LostException("the lock is gone");
        }
        Leadership.Backlog backlog = leadership.backlog(cursor);
        status = new RelayStatus(
                true,
                cursor,
                published,
                backlog.events(),
                backlog.oldest(),
                xminAge.observe(backlog.holdingBack(), now),
                Optional.empty());
        heartbeatDue = now + HEARTBEAT_NANOS;
    }

    private void pause(long nanos) {
        if (!closed) {
            LockSupport.parkNanos(this, nanos);
        }
    }

    private Map<String, Object> producerConfiguration() {
        Map<String, Object> configuration = new HashMap<>(settings.kafka());
        configuration.put(ProducerConfig.CLIENT_ID_CONFIG, "relay-" + settings.name());
        configuration.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class);
        configuration.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        configuration.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        configuration.put(ProducerConfig.ACKS_CONFIG, "all");
        configuration.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        configuration.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 5_000);
        // A batch that the client gave up could be overtaken by a later one, and a consumer would see a gap.
        configuration.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.MAX_VALUE);
        return configuration;
    }

    /** The lead is lost or given up in the middle of a batch. */
    private static final class LostException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private LostException(String reason) {
            super("No longer leading: " + reason);
        }
    }
}
