package dev.lockstep.audit.publication;

import dev.lockstep.audit.ledger.Ledger;
import dev.lockstep.audit.ledger.LedgerDamagedException;
import dev.lockstep.audit.ledger.LogIdentity;
import dev.lockstep.transparencylog.Checkpoint;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.apache.kafka.common.KafkaException;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Publishes the latest checkpoint to Kafka within seconds of its signature, and reads back what was published. Every replica publishes;
 * the same checkpoint twice says nothing new. A log that does not continue what was published is not published: the greatest published
 * checkpoint stays the last one, and convicts it.
 */
@ApplicationScoped
public class CheckpointPublication {

    private static final Logger LOG = Logger.getLogger(CheckpointPublication.class);
    private static final int SECONDS_BETWEEN = 2;

    private final DataSource dataSource;
    private final LogIdentity identity;
    private final Clock clock;
    private final String bootstrapServers;
    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("checkpoints").factory());
    private final LastingTrouble trouble = new LastingTrouble();
    private @Nullable CheckpointTopic topic;
    private Optional<Checkpoint> published = Optional.empty();

    @Inject
    CheckpointPublication(
            DataSource dataSource,
            LogIdentity identity,
            Clock clock,
            @ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers) {
        this.dataSource = dataSource;
        this.identity = identity;
        this.clock = clock;
        this.bootstrapServers = bootstrapServers;
    }

    void start(@Observes StartupEvent started) {
        CheckpointTopic opened = new CheckpointTopic(bootstrapServers, identity);
        topic = opened;
        var _ = executor.scheduleWithFixedDelay(() -> publish(opened), 0, SECONDS_BETWEEN, TimeUnit.SECONDS);
    }

    private void publish(CheckpointTopic to) {
        try {
            if (published.isEmpty()) {
                published = to.latest();
            }
            Optional<String> latest = latest(published);
            if (latest.isPresent()) {
                to.publish(latest.get());
                published = Optional.of(identity.open(latest.get()).orElseThrow());
            }
            if (trouble.end()) {
                LOG.info("Checkpoints are published again");
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (LedgerDamagedException damaged) {
            String what = String.valueOf(damaged.getMessage());
            if (trouble.isToBeTold(what, clock.instant())) {
                LOG.errorf("No checkpoint is published: %s. Compare: GET /api/audit/verification", what);
            }
        } catch (SQLException | ExecutionException | RuntimeException | Error failed) {
            // The schedule goes on: it would end without a word otherwise.
            if (trouble.isToBeTold(failed.toString(), clock.instant())) {
                LOG.warn("The latest checkpoint is not published", failed);
            }
        }
    }

    /** Why checkpoints are not published now; empty while they are. */
    Optional<String> trouble() {
        return trouble.now();
    }

    private Optional<String> latest(Optional<Checkpoint> before) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            return Ledger.noteAfter(connection, identity, before);
        }
    }

    /**
     * The greatest checkpoint that was published; empty when none was.
     *
     * @throws KafkaException when Kafka does not answer
     */
    public Optional<Checkpoint> latest() {
        CheckpointTopic opened = topic;
        return opened == null ? Optional.empty() : opened.latest();
    }

    void stop(@Observes ShutdownEvent stopping) {
        executor.shutdownNow();
        CheckpointTopic opened = topic;
        if (opened != null) {
            opened.close();
        }
    }
}
