package dev.lockstep.service.events;

import dev.lockstep.eventsourcing.inbox.InboxPruning;
import dev.lockstep.service.work.BackgroundTask;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Forgets at the start, and then every hour, the ids of messages that were handled longer ago than {@code lockstep.inbox.kept}. */
@ApplicationScoped
class InboxPruner implements BackgroundTask {

    @Inject
    DataSource database;

    @Inject
    Clock clock;

    @ConfigProperty(name = "lockstep.inbox.kept")
    Duration kept;

    @Override
    public String name() {
        return "inbox-pruner";
    }

    @Override
    public Duration idle() {
        return Duration.ofHours(1);
    }

    @Override
    public int work() {
        return (int) new InboxPruning(database).prune(clock.instant().minus(kept));
    }
}
