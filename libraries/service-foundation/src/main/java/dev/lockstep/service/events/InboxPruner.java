package dev.lockstep.service.events;

import dev.lockstep.eventsourcing.inbox.InboxPruning;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Forgets at the start, and then every hour, the ids of messages that were handled longer ago than {@code lockstep.inbox.kept}. */
@ApplicationScoped
class InboxPruner {

    private static final Logger LOG = Logger.getLogger(InboxPruner.class);
    private static final Duration RHYTHM = Duration.ofHours(1);

    @Inject
    DataSource database;

    @Inject
    Clock clock;

    @ConfigProperty(name = "lockstep.inbox.kept")
    Duration kept;

    private @Nullable Thread thread;

    void start(@Observes StartupEvent started) {
        thread = Thread.ofVirtual().name("inbox-pruner").start(this::run);
    }

    void stop(@Observes ShutdownEvent stopping) {
        if (thread != null) {
            thread.interrupt();
        }
    }

    private void run() {
        InboxPruning pruning = new InboxPruning(database);
        while (true) {
            try {
                long pruned = pruning.prune(clock.instant().minus(kept));
                LOG.debugf("forgot the ids of %d messages", pruned);
            } catch (RuntimeException e) {
                LOG.warn("the inbox cannot be pruned now; trying again within the hour", e);
            }
            try {
                Thread.sleep(RHYTHM);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
