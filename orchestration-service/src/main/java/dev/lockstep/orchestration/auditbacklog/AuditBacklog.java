package dev.lockstep.orchestration.auditbacklog;

import dev.lockstep.eventsourcing.inbox.ParkedMark;
import dev.lockstep.eventsourcing.relay.RelayStatus;
import dev.lockstep.service.events.EventTraffic;
import dev.lockstep.service.work.BackgroundTask;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Asks the broker every two seconds how many events the audit service has not taken in: those behind the place up to which its consumer
 * has committed, on every topic, and those of this service that are not published yet; and whether it passed over some, which it says
 * beside its offsets. It needs the audit service for nothing, so that one
 * that is away shows as one that falls behind. Every replica asks for itself.
 */
@Singleton
public class AuditBacklog implements BackgroundTask {

    /** For how long an answer counts, and an answer may take. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Logger LOG = Logger.getLogger(AuditBacklog.class);
    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final int TIMEOUT_SECONDS = 10;
    private static final String CONSUMER = "audit-ledger";
    private static final List<String> TOPICS =
            List.of("lockstep.inventory", "lockstep.validation", "lockstep.orchestration", "lockstep.audit");

    private final EventTraffic traffic;
    private final Clock clock;
    private final String bootstrapServers;
    private final long most;
    private @Nullable Admin broker;
    private volatile Reading reading;

    private record Reading(long events, long parked, Instant asked) {}

    private record Behind(long events, long parked) {}

    @Inject
    AuditBacklog(
            EventTraffic traffic,
            Clock clock,
            @ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers,
            @ConfigProperty(name = "lockstep.orchestration.audit-backlog") long most) {
        this.traffic = traffic;
        this.clock = clock;
        this.bootstrapServers = bootstrapServers;
        this.most = most;
        this.reading = new Reading(-1, 0, clock.instant());
    }

    /** How the history stands. */
    public Standing standing(Instant now) {
        Reading last = reading;
        return Standing.of(last.events(), last.parked(), last.asked(), most, now);
    }

    @Override
    public String name() {
        return "audit-backlog";
    }

    @Override
    public Duration idle() {
        return PAUSE;
    }

    @Override
    public int work() {
        try {
            long unpublished = traffic.relay().map(RelayStatus::unpublished).orElse(0L);
            Behind behind = behind(opened());
            reading = new Reading(unpublished + behind.events(), behind.parked(), clock.instant());
        } catch (ExecutionException | TimeoutException silent) {
            LOG.debugf(silent, "the broker does not say how far the history is");
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        return 0;
    }

    private synchronized Admin opened() {
        Admin open = broker;
        if (open == null) {
            open = Admin.create(Map.of(
                    AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                    bootstrapServers,
                    AdminClientConfig.CLIENT_ID_CONFIG,
                    "audit-backlog"));
            broker = open;
        }
        return open;
    }

    private static Behind behind(Admin broker) throws ExecutionException, InterruptedException, TimeoutException {
        List<String> topics = broker.listTopics().names().get(TIMEOUT_SECONDS, TimeUnit.SECONDS).stream()
                .filter(TOPICS::contains)
                .toList();
        List<TopicPartition> partitions =
                broker.describeTopics(topics).allTopicNames().get(TIMEOUT_SECONDS, TimeUnit.SECONDS).values().stream()
                        .flatMap(AuditBacklog::partitions)
                        .toList();
        Map<TopicPartition, ListOffsetsResultInfo> ends = offsets(broker, partitions, OffsetSpec.latest());
        Map<TopicPartition, ListOffsetsResultInfo> begins = offsets(broker, partitions, OffsetSpec.earliest());
        Map<TopicPartition, OffsetAndMetadata> committed = broker.listConsumerGroupOffsets(CONSUMER)
                .partitionsToOffsetAndMetadata()
                .get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        long behind = 0;
        for (Map.Entry<TopicPartition, ListOffsetsResultInfo> end : ends.entrySet()) {
            ListOffsetsResultInfo begin = begins.get(end.getKey());
            OffsetAndMetadata reached = committed.get(end.getKey());
            long from = reached != null ? reached.offset() : begin == null ? 0 : begin.offset();
            behind += Math.max(0, end.getValue().offset() - from);
        }
        return new Behind(
                behind,
                committed.values().stream()
                        .filter(Objects::nonNull)
                        .mapToLong(ParkedMark::keys)
                        .max()
                        .orElse(0));
    }

    private static Stream<TopicPartition> partitions(TopicDescription topic) {
        return topic.partitions().stream().map(partition -> new TopicPartition(topic.name(), partition.partition()));
    }

    private static Map<TopicPartition, ListOffsetsResultInfo> offsets(
            Admin broker, List<TopicPartition> partitions, OffsetSpec which)
            throws ExecutionException, InterruptedException, TimeoutException {
        return broker.listOffsets(partitions.stream().collect(Collectors.toMap(Function.identity(), _ -> which)))
                .all()
                .get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    }

    void stop(@Observes ShutdownEvent stopping) {
        Admin open = broker;
        if (open != null) {
            open.close(PAUSE);
        }
    }
}
