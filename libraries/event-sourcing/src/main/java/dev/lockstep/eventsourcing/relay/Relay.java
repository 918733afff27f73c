package dev.lockstep.eventsourcing.relay;

import dev.lockstep.eventsourcing.EventCursor;
import dev.lockstep.eventsourcing.PollPace;
import dev.lockstep.eventsourcing.RecordedEvent;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Publishes committed events to Kafka in the order of the log. Any number of relays of one name may run; one leads. An event is
 * published at least once and never behind a later one of its stream that was not published before: after a crash, a loss of
 * leadership or a doubt about Kafka, publishing starts again at the stored cursor.
 */
public final class Relay implements AutoCloseable {

    private static final Logger LOG = System.getLogger(Relay.class.getName());
    private static final int BATCH = 1_000;
    private static final long HEARTBEAT_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long FINISHING_NANOS = TimeUnit.SECONDS.toNanos(2);
    /** A cursor that is lost in a crash costs duplicates, which consumers drop; one that is stored costs a write. */
    private static final long STORING_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private static final Duration ACKNOWLEDGEMENT_WAIT = Duration.ofMillis(200);

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
                stopped(Level.WARNING, " stopped publishing; it will begin again at the stored cursor", e);
            } catch (Error e) {
                // The thread goes on: a relay that gives up without a word would hold back all publishing.
                stopped(
                        Level.ERROR,
                        " met an error of the program; it will try again, restart the service if it stays",
                        e);
            }
        }
        status = RelayStatus.notLeading(status.cursor(), published, status.lastError());
    }

    private void stopped(Level level, String why, Throwable cause) {
        LOG.log(level, "Relay " + settings.name() + why, cause);
        status = RelayStatus.notLeading(status.cursor(), published, Optional.of(cause.toString()));
        pause(RETRY_NANOS);
    }

    private void lead(Leadership leadership) throws SQLException {
        LOG.log(Level.INFO, "Relay {0} leads", settings.name());
        EventCursor stored = leadership.cursor();
        long storingDue = System.nanoTime();
        heartbeatDue = storingDue;
        PollPace pace = new PollPace(storingDue);
        try (Publication publication = new Publication(settings, stored)) {
            while (!closed) {
                beat(leadership, publication.acknowledged());
                published += publication.settle();
                if (!stored.equals(publication.acknowledged()) && System.nanoTime() - storingDue >= 0) {
                    stored = publication.acknowledged();
                    leadership.store(stored);
                    storingDue = System.nanoTime() + STORING_NANOS;
                }
                publishNext(leadership, publication, pace);
            }
            finish(leadership, publication);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closed = true;
        }
    }

    /** Sends what is new, and waits for more unless there is more. */
    private void publishNext(Leadership leadership, Publication publication, PollPace pace)
            throws SQLException, InterruptedException {
        if (publication.isFull()) {
            publication.await(ACKNOWLEDGEMENT_WAIT);
            return;
        }
        long heard = settings.appended().rings();
        List<RecordedEvent> events = leadership.read(publication.sent(), BATCH);
        if (!events.isEmpty()) {
            publication.send(events);
            pace.found(System.nanoTime(), heard, events.size());
        }
        if (events.size() < BATCH && !closed) {
            settings.appended().await(heard, pace.pause(System.nanoTime(), heard));
        }
    }

    /** In an orderly end nothing is left to be published twice, if Kafka answers soon. */
    private void finish(Leadership leadership, Publication publication) throws SQLException, InterruptedException {
        long end = System.nanoTime() + FINISHING_NANOS;
        while (!publication.isComplete() && System.nanoTime() - end < 0) {
            publication.await(ACKNOWLEDGEMENT_WAIT);
            published += publication.settle();
        }
        leadership.store(publication.acknowledged());
        status = RelayStatus.notLeading(publication.acknowledged(), published, Optional.empty());
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

    /** Somebody else may lead by now. */
    private static final class LostException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private LostException(String reason) {
            super("No longer leading: " + reason);
        }
    }
}
