package dev.lockstep.audit.siem;

import dev.lockstep.audit.publication.LastingTrouble;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jboss.logging.Logger;

/**
 * Hands the log over to one destination, batch by batch, from where it was left. Nothing waits for it: a receiver that is down is told, tried
 * again after pauses that double from a second to a minute, and gets everything when it is back.
 */
final class Forwarder {

    private static final Logger LOG = Logger.getLogger(Forwarder.class);
    private static final int BATCH = 200;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private final Destination destination;
    private final Position position;
    private final Delivery delivery;
    private final Format format;
    private final Clock clock;
    private final LastingTrouble trouble = new LastingTrouble();
    private Duration pause = FIRST_PAUSE;
    private Instant due = Instant.MIN;
    private volatile long behind;

    Forwarder(Destination destination, Position position, Delivery delivery, Format format, Clock clock) {
        this.destination = destination;
        this.position = position;
        this.delivery = delivery;
        this.format = format;
        this.clock = clock;
    }

    /** Hands over what there is, unless a pause goes on. It is called again and again, by one thread, and throws nothing. */
    void round() {
        if (clock.instant().isBefore(due)) {
            return;
        }
        try {
            behind = position.behind();
            while (batch()) {
                behind = position.behind();
            }
            behind = position.behind();
            pause = FIRST_PAUSE;
            if (trouble.end()) {
                LOG.infof("Entries are sent to the SIEM at %s again", destination);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (IOException | SQLException | RuntimeException | Error failed) {
            // The schedule goes on: it would end without a word otherwise.
            due = clock.instant().plus(pause);
            Duration longer = pause.multipliedBy(2);
            pause = longer.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : longer;
            if (trouble.isToBeTold(failed.toString(), clock.instant())) {
                LOG.warnf("Entries are not sent to the SIEM at %s, %d wait: %s", destination, behind, failed);
            }
        }
    }

    /** Hands one batch over; whether there may be more. */
    private boolean batch() throws IOException, SQLException, InterruptedException {
        OptionalLong next = position.claim();
        if (next.isEmpty()) {
            return false;
        }
        long from = next.getAsLong();
        List<SiemEvent> events = position.entries(from, BATCH);
        for (int place = 0; place < events.size(); place++) {
            if (events.get(place).index() != from + place) {
                throw new IOException("entry %d is missing in the log".formatted(from + place));
            }
        }
        if (events.isEmpty()) {
            return false;
        }
        delivery.deliver(events.stream()
                .map(event -> new Delivery.Message(event, format.of(event)))
                .toList());
        return position.advance(from, from + events.size()) && events.size() == BATCH;
    }

    /** Where to. */
    Destination destination() {
        return destination;
    }

    /** How many signed entries wait, as of the last round. */
    long behind() {
        return behind;
    }

    /** Why nothing is handed over now; empty while nothing is in the way. */
    Optional<String> trouble() {
        return trouble.now();
    }

    /** Lets another replica go on. */
    void release() {
        try {
            position.release();
        } catch (SQLException willExpire) {
            LOG.debug("The lease ends by itself", willExpire);
        }
    }
}
