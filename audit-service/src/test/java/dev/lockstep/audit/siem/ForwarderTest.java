package dev.lockstep.audit.siem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.audit.ledger.LedgerDatabase;
import dev.lockstep.audit.persons.PersonReader;
import dev.lockstep.history.entry.SampleEvents;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A log in a real database, a receiver behind a real socket. */
class ForwarderTest {

    private static final String LOG = "lockstep.example/audit";
    private static final Pattern INDEX = Pattern.compile(" externalId=([0-9]+) ");

    private final LedgerDatabase database = new LedgerDatabase();
    private final Turning clock = new Turning();
    private SyslogReceiver receiver = SyslogReceiver.plain();

    @BeforeEach
    void fromTheBeginning() {
        database.change("truncate siem_position");
    }

    @AfterEach
    void close() {
        receiver.close();
    }

    /** A clock that tests turn. */
    private static final class Turning extends Clock {

        private Instant now = Instant.parse("2026-03-01T10:15:31Z");

        void turn(Duration on) {
            now = now.plus(on);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    private Forwarder replica() {
        try {
            Destination destination = Destination.parse(receiver.address());
            return new Forwarder(
                    destination,
                    new Position(
                            database.dataSource(),
                            new PersonReader(database.dataSource(), LedgerDatabase.PERSONS),
                            "the same",
                            UUID.randomUUID()),
                    new SyslogDelivery(destination, SSLContext.getDefault(), LOG),
                    new CefFormat(LOG, "1.0"),
                    clock);
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    private void append(int from, int count) throws SQLException {
        database.append(SampleEvents.entries("rollout-1", from, count));
    }

    private List<Long> received() {
        return receiver.messages().stream()
                .map(message -> {
                    Matcher index = INDEX.matcher(message);
                    assertThat(index.find()).as(message).isTrue();
                    return Long.parseLong(index.group(1));
                })
                .toList();
    }

    private static List<Long> upTo(long size) {
        return LongStream.range(0, size).boxed().toList();
    }

    @Test
    void everyEntryIsSentOnceAndInOrderWhileTheLogGrows() throws SQLException {
        Forwarder forwarder = replica();
        forwarder.round();
        append(1, 450);
        forwarder.round();
        append(451, 50);
        forwarder.round();
        forwarder.round();

        assertThat(received()).isEqualTo(upTo(500));
        assertThat(forwarder.behind()).isZero();
        assertThat(forwarder.trouble()).isEmpty();
    }

    @Test
    void anotherReplicaGoesOnWhereTheFirstWasLeft() throws SQLException {
        Forwarder first = replica();
        append(1, 300);
        first.round();
        append(301, 10);
        Forwarder second = replica();
        second.round();
        assertThat(received()).as("while the first has the lease").isEqualTo(upTo(300));

        first.release();
        second.round();

        assertThat(received()).isEqualTo(upTo(310));
    }

    @Test
    void aReplicaThatFellSilentIsFollowed() throws SQLException {
        append(1, 10);
        replica().round();
        append(11, 10);
        database.change("update siem_position set held_until = now() - interval '1 second'");

        replica().round();

        assertThat(received()).isEqualTo(upTo(20));
    }

    @Test
    void aReceiverThatBreaksOffGetsTheBatchAgainAndNothingIsLeftOut() throws SQLException {
        append(1, 500);
        receiver.breakAfter(50);
        Forwarder forwarder = replica();
        forwarder.round();
        assertThat(forwarder.trouble()).isPresent();
        assertThat(forwarder.behind()).isEqualTo(500);
        receiver.breakAfter(Integer.MAX_VALUE);
        clock.turn(Duration.ofSeconds(2));

        forwarder.round();

        List<Long> received = received();
        assertThat(received.subList(received.size() - 500, received.size())).isEqualTo(upTo(500));
        assertThat(received.size()).isGreaterThan(500);
        assertThat(forwarder.trouble()).isEmpty();
    }

    @Test
    void aReceiverThatIsDownIsTriedLessAndLessOften() throws SQLException {
        append(1, 5);
        int port = receiver.port();
        receiver.close();
        Forwarder forwarder = replica();
        forwarder.round();
        assertThat(forwarder.trouble()).isPresent();
        receiver = SyslogReceiver.plainAt(port);

        forwarder.round();
        assertThat(received()).as("in the pause").isEmpty();
        clock.turn(Duration.ofSeconds(1));
        forwarder.round();

        assertThat(received()).isEqualTo(upTo(5));
    }

    @Test
    void whatIsMissingInTheLogIsToldAndNotPassedOver() throws SQLException {
        append(1, 10);
        database.change("delete from entry where index = 4");
        Forwarder forwarder = replica();

        forwarder.round();

        assertThat(forwarder.trouble())
                .hasValueSatisfying(what -> assertThat(what).contains("entry 4 is missing"));
        assertThat(received()).isEmpty();
    }
}
