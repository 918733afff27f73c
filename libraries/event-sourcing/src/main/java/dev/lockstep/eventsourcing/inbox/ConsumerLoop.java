package dev.lockstep.eventsourcing.inbox;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Feeds an inbox from Kafka in a thread of its own: polls, gathers what nobody waits for, hands over, and commits the offsets a little later. Trouble that will pass is waited
 * out; after every failure it starts afresh at the committed offsets.
 */
public final class ConsumerLoop implements AutoCloseable {

    private static final Logger LOG = System.getLogger(ConsumerLoop.class.getName());
    private static final Duration POLL = Duration.ofMillis(200);
    private static final long PARKING_INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long LONGEST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final InboxConsumer inbox;
    private final Optional<ParkingTopic> parkingTopic;
    private final List<String> topics;
    private final Map<String, Object> configuration;
    private final Thread thread;
    private volatile boolean closed;
    private volatile long lag;
    private volatile int partitions;
    private volatile Optional<String> lastError = Optional.empty();
    private long parkingDue;

    private ConsumerLoop(
            InboxConsumer inbox, Optional<ParkingTopic> parkingTopic, List<String> topics, Map<String, Object> kafka) {
        this.inbox = inbox;
        this.parkingTopic = parkingTopic;
        this.topics = List.copyOf(topics);
        this.configuration = configuration(inbox.name(), kafka);
        this.thread = Thread.ofPlatform().name("inbox-" + inbox.name()).unstarted(this::run);
    }

    /**
     * Starts to consume topics from their beginning, or from where the consumer's group left off.
     *
     * @param kafka how to reach Kafka; what the guarantees rest on cannot be changed
     */
    public static ConsumerLoop start(
            InboxConsumer inbox, Optional<ParkingTopic> parkingTopic, List<String> topics, Map<String, Object> kafka) {
        ConsumerLoop loop = new ConsumerLoop(inbox, parkingTopic, topics, kafka);
        loop.thread.start();
        return loop;
    }

    /** Records in the partitions of this replica that it has not handled, as of the last poll. */
    public long lag() {
        return lag;
    }

    /** How many partitions this replica handles, as of the last poll; its replicas share them. */
    public int partitions() {
        return partitions;
    }

    /** Why it last could not go on; empty when it does. */
    public Optional<String> lastError() {
        return lastError;
    }

    /** Ends it after the records at hand. */
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        try {
            thread.join(Duration.ofSeconds(30));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        long pause = FIRST_PAUSE_NANOS;
        while (!closed) {
            try (KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(configuration)) {
                Gathering gathering = new Gathering(inbox::isAwaited);
                HandledOffsets handled = new HandledOffsets(consumer, gathering::forget);
                consumer.subscribe(topics, handled);
                parkingDue = System.nanoTime();
                while (!closed) {
                    gathering.add(consumer.poll(gathering.patience(POLL, System.nanoTime())), System.nanoTime());
                    ConsumerRecords<String, byte[]> due = gathering.due(System.nanoTime());
                    inbox.accept(due);
                    announceParked(handled);
                    handled.add(due);
                    measure(consumer, gathering);
                    pause = FIRST_PAUSE_NANOS;
                    lastError = Optional.empty();
                }
            } catch (RuntimeException e) {
                pause = waitOut(pause, Level.WARNING, " cannot go on; it will begin again at the committed offsets", e);
            } catch (Error e) {
                // The thread goes on, and nothing is passed over: nobody would notice that events are not handled.
                pause = waitOut(
                        pause,
                        Level.ERROR,
                        " met an error of the program; it will try the same events again, restart the service if it stays",
                        e);
            }
        }
    }

    private long waitOut(long pause, Level level, String why, Throwable cause) {
        lastError = Optional.of(cause.toString());
        partitions = 0;
        LOG.log(level, "Consumer " + inbox.name() + " of " + topics + why, cause);
        LockSupport.parkNanos(this, pause);
        return Math.min(LONGEST_PAUSE_NANOS, pause * 2);
    }

    private void measure(KafkaConsumer<String, byte[]> consumer, Gathering gathering) {
        long sum = gathering.size();
        for (TopicPartition partition : consumer.assignment()) {
            OptionalLong behind = consumer.currentLag(partition);
            sum += behind.orElse(0);
        }
        lag = sum;
        partitions = consumer.assignment().size();
    }

    private void announceParked(HandledOffsets handled) {
        long now = System.nanoTime();
        if (parkingTopic.isEmpty() || now - parkingDue < 0) {
            return;
        }
        parkingDue = now + PARKING_INTERVAL_NANOS;
        try {
            parkingTopic.get().publishPending();
            handled.parked(parkingTopic.get().countKeys());
        } catch (KafkaException e) {
            LOG.log(Level.WARNING, "Parked records of " + inbox.name() + " are not published yet", e);
        }
    }

    private static Map<String, Object> configuration(String group, Map<String, Object> kafka) {
        Map<String, Object> configuration = new HashMap<>(kafka);
        configuration.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        configuration.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, StringDeserializer.class);
        configuration.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        configuration.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        configuration.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        configuration.putIfAbsent(ConsumerConfig.METADATA_MAX_AGE_CONFIG, 5_000);
        // How long the partitions of a killed replica wait for another; the heartbeat has a thread of its own.
        configuration.putIfAbsent(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 6_000);
        configuration.putIfAbsent(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 2_000);
        return configuration;
    }
}
