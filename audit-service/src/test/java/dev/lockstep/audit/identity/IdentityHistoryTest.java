package dev.lockstep.audit.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.audit.identity.KeycloakRecords.Source;
import dev.lockstep.audit.ingest.LedgerSubscription;
import dev.lockstep.audit.ingest.Records;
import dev.lockstep.audit.ledger.Ledger;
import dev.lockstep.audit.ledger.LedgerDatabase;
import dev.lockstep.contracts.EventCatalogue;
import dev.lockstep.contracts.PublishedEvent;
import dev.lockstep.contracts.platform.PlatformEvent.IdentityActRecorded;
import dev.lockstep.contracts.platform.PlatformEvent.IdentityFailures;
import dev.lockstep.contracts.platform.PlatformEvent.IdentityFailuresRecorded;
import dev.lockstep.eventsourcing.AppendResult;
import dev.lockstep.eventsourcing.EventCursor;
import dev.lockstep.eventsourcing.EventLog;
import dev.lockstep.eventsourcing.EventStore;
import dev.lockstep.eventsourcing.EventStoreException;
import dev.lockstep.eventsourcing.RecordedEvent;
import dev.lockstep.eventsourcing.StreamAppend;
import dev.lockstep.eventsourcing.StreamId;
import dev.lockstep.eventsourcing.inbox.InboxConsumer;
import dev.lockstep.eventsourcing.kafka.CloudEventRecords;
import dev.lockstep.eventsourcing.postgres.PostgresEventStore;
import dev.lockstep.eventsourcing.postgres.Transactions;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** Taking over from a realm that misbehaves, into a real database. */
class IdentityHistoryTest {

    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    private static final Instant EARLIER = NOW.minus(Duration.ofMinutes(30));
    private static final String SOURCE = "/lockstep/audit-service";
    private static final int BATCH = 500;

    private final LedgerDatabase database = new LedgerDatabase();
    private final EventStore store =
            new PostgresEventStore(database.dataSource(), Transactions.jdbc(database.dataSource()));
    private final Turning clock = new Turning();
    private final StubRealm realm = new StubRealm();
    private final IdentityHistory history = replica(store);
    private EventCursor published = EventCursor.START;

    /** A clock that tests turn. */
    private static final class Turning extends Clock {

        private volatile Instant now = NOW;

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
            throw new UnsupportedOperationException();
        }
    }

    /** A store whose process dies before a transaction is committed, when it is to. */
    private static final class Dying implements EventStore {

        private final EventStore store;
        private int transactions;
        private final int last;

        Dying(EventStore store, int last) {
            this.store = store;
            this.last = last;
        }

        @Override
        public AppendResult append(List<StreamAppend> appends) {
            return store.append(appends);
        }

        @Override
        public <T> T transact(Set<StreamId> streams, TransactionalWork<T> work) {
            transactions++;
            return store.transact(streams, transaction -> {
                T result = work.run(transaction);
                if (transactions == last) {
                    throw new EventStoreException("died");
                }
                return result;
            });
        }

        @Override
        public EventLog log() {
            return store.log();
        }

        @Override
        public List<RecordedEvent> read(StreamId stream, long afterVersion, int limit) {
            return store.read(stream, afterVersion, limit);
        }

        @Override
        public Optional<RecordedEvent> find(UUID eventId) {
            return store.find(eventId);
        }
    }

    @AfterEach
    void close() {
        realm.close();
    }

    private IdentityHistory replica(EventStore into) {
        return new IdentityHistory(
                into, database.dataSource(), clock, SOURCE, realm.reader(clock), Duration.ofSeconds(10));
    }

    private void logins(int count, Instant first, Duration apart) {
        for (int number = 0; number < count; number++) {
            realm.login(
                    "%s-%d".formatted(first.toEpochMilli(), number), "anna", first.plus(apart.multipliedBy(number)));
        }
    }

    private List<RecordedEvent> log() {
        List<RecordedEvent> all = new ArrayList<>();
        List<RecordedEvent> some = store.log().read(EventCursor.START, BATCH);
        while (!some.isEmpty()) {
            all.addAll(some);
            some = store.log().read(some.getLast().cursor(), BATCH);
        }
        return all;
    }

    private <E extends PublishedEvent> List<E> events(Class<E> type) {
        return log().stream()
                .map(event -> EventCatalogue.read(event.type(), event.data().getBytes(StandardCharsets.UTF_8)))
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    private List<IdentityActRecorded> acts() {
        return events(IdentityActRecorded.class);
    }

    private List<IdentityFailures> failures() {
        return events(IdentityFailuresRecorded.class).stream()
                .flatMap(event -> event.failures().stream())
                .toList();
    }

    /** As the relay publishes and the subscription takes in. */
    private void takeIn() {
        LedgerSubscription subscription = new LedgerSubscription(
                new Ledger(LedgerDatabase.IDENTITY, database.memory), LedgerDatabase.PERSONS, clock);
        List<RecordedEvent> events = store.log().read(published, BATCH);
        while (!events.isEmpty()) {
            List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
            for (RecordedEvent event : events) {
                published = event.cursor();
                records.add(Records.received(records.size(), CloudEventRecords.write("lockstep.audit", SOURCE, event)));
            }
            new InboxConsumer(subscription.consumer(), store, subscription)
                    .accept(new TopicPartition("lockstep.audit", 0), records);
            events = store.log().read(published, BATCH);
        }
    }

    private List<String> leaves() throws SQLException {
        List<String> leaves = new ArrayList<>();
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select content from entry order by index")) {
            while (row.next()) {
                leaves.add(row.getString(1));
            }
        }
        return leaves;
    }

    @Test
    void moreThanOnePageIsTakenOverOnceInItsOrder() {
        logins(250, EARLIER, Duration.ofSeconds(7));

        assertThat(history.work()).isEqualTo(250);
        assertThat(history.work()).isZero();

        assertThat(acts())
                .hasSize(250)
                .isSortedAccordingTo((one, other) -> one.actedAt().compareTo(other.actedAt()));
        assertThat(acts()).extracting(IdentityActRecorded::record).doesNotHaveDuplicates();
        assertThat(history.trouble()).isEmpty();
    }

    @Test
    void pagesWithinOneMomentAreTakenOverOnce() {
        logins(30, EARLIER, Duration.ofSeconds(1));
        logins(330, EARLIER.plusSeconds(60), Duration.ZERO);
        logins(30, EARLIER.plusSeconds(61), Duration.ofSeconds(1));

        assertThat(history.work()).isEqualTo(390);
        assertThat(history.work()).isZero();

        assertThat(acts()).hasSize(390).extracting(IdentityActRecorded::record).doesNotHaveDuplicates();
    }

    @Test
    void whatIsCommittedLateIsTakenOver() {
        logins(3, EARLIER, Duration.ofSeconds(1));
        assertThat(history.work()).isEqualTo(3);

        realm.login("late", "anna", EARLIER.minus(Duration.ofMinutes(4)));

        assertThat(history.work()).isEqualTo(1);
    }

    @Test
    void replicasTakeOverTogetherWhatOneWould() throws Exception {
        logins(400, EARLIER, Duration.ofSeconds(3));
        for (int number = 0; number < 250; number++) {
            realm.failure("failure-" + number, "198.51.100.7", EARLIER.plusSeconds(4L * number));
        }

        try (ExecutorService replicas = Executors.newFixedThreadPool(3)) {
            List<Future<Integer>> taken = Stream.generate(() -> replica(store))
                    .limit(3)
                    .map(replica -> replicas.submit(replica::work))
                    .toList();
            int all = 0;
            for (Future<Integer> each : taken) {
                all += each.get();
            }
            assertThat(all).isEqualTo(650 + 1);
        }
        clock.now = NOW.plus(FailureCount.INTERVAL);
        history.work();

        assertThat(history.trouble()).isEmpty();
        assertThat(acts()).hasSize(400).extracting(IdentityActRecorded::record).doesNotHaveDuplicates();
        assertThat(failures().stream().mapToLong(IdentityFailures::count).sum()).isEqualTo(250);
    }

    @Test
    void aReplicaThatIsFarBehindTakesNothingOverAgain() {
        logins(300, NOW.minus(Duration.ofDays(3)), Duration.ofMinutes(2));
        realm.failure("failure", "198.51.100.7", NOW.minus(Duration.ofDays(3)));
        IdentityHistory slow = replica(store);
        realm.answersSignIns(question -> {
            if (question == 1) {
                assertThat(history.work())
                        .as("another, while the first page is on its way")
                        .isEqualTo(301 + 1);
            }
            return 200;
        });

        assertThat(slow.work()).isZero();

        assertThat(slow.trouble()).isEmpty();
        assertThat(acts()).hasSize(300);
        assertThat(failures())
                .singleElement()
                .satisfies(failed -> assertThat(failed.count()).isEqualTo(1));
    }

    @Test
    void whatARealmBrokeOffIsContinued() {
        logins(250, EARLIER, Duration.ofSeconds(5));
        realm.answersSignIns(question -> question == 2 ? 500 : 200);

        assertThat(history.work()).isEqualTo(100);
        assertThat(history.trouble()).hasValueSatisfying(why -> assertThat(why).contains("events", "500"));

        assertThat(history.work()).isEqualTo(150);
        assertThat(history.trouble()).isEmpty();
        assertThat(acts()).hasSize(250).extracting(IdentityActRecorded::record).doesNotHaveDuplicates();
    }

    @Test
    void whoDiesBeforeTheCommitHasTakenNothing() {
        logins(150, EARLIER, Duration.ofSeconds(5));
        realm.failure("failure", "198.51.100.7", EARLIER);
        IdentityHistory dying = replica(new Dying(store, 1));
        assertThat(dying.work()).isZero();
        assertThat(dying.trouble()).hasValueSatisfying(why -> assertThat(why).contains("died"));
        assertThat(log()).isEmpty();

        assertThat(history.work()).isEqualTo(151 + 1);

        assertThat(acts()).hasSize(150).extracting(IdentityActRecorded::record).doesNotHaveDuplicates();
        assertThat(failures())
                .singleElement()
                .satisfies(failed -> assertThat(failed.count()).isEqualTo(1));
    }

    @Test
    void whoDiesBeforeFailuresAreWrittenLosesNone() {
        realm.failure("failure", "198.51.100.7", EARLIER);
        IdentityHistory dying = replica(new Dying(store, 2));
        assertThat(dying.work()).isEqualTo(1);
        assertThat(dying.trouble()).hasValueSatisfying(why -> assertThat(why).contains("died"));
        assertThat(log()).isEmpty();

        assertThat(history.work()).isEqualTo(1);

        assertThat(failures())
                .singleElement()
                .satisfies(failed -> assertThat(failed.count()).isEqualTo(1));
    }

    @Test
    void aRecordFromTheFutureHidesNothing() {
        realm.login("future", "anna", NOW.plus(Duration.ofHours(7)));
        realm.login("first", "anna", EARLIER);
        assertThat(history.work()).isEqualTo(2);
        realm.login("second", "anna", NOW.minusSeconds(10));

        assertThat(history.work()).isEqualTo(1);
        assertThat(history.trouble())
                .hasValueSatisfying(why -> assertThat(why).contains("2026-03-01T17:00:00Z", "one clock is wrong"));

        clock.now = NOW.plus(Duration.ofHours(8));
        realm.login("third", "anna", clock.now);
        assertThat(history.work()).isEqualTo(1);
        assertThat(history.work()).isZero();
        assertThat(history.trouble()).isEmpty();
        assertThat(acts())
                .extracting(IdentityActRecorded::record)
                .containsExactlyInAnyOrder("future", "first", "second", "third");
    }

    @Test
    void aClockThatIsSetBackTakesNothingOverAgain() {
        logins(100, NOW.minus(Duration.ofHours(5)), Duration.ofMinutes(3));
        assertThat(history.work()).isEqualTo(100);

        clock.now = NOW.minus(Duration.ofDays(1));

        assertThat(history.work()).isZero();
        assertThat(history.trouble()).hasValueSatisfying(why -> assertThat(why).contains("one clock is wrong"));
        assertThat(acts()).hasSize(100);
    }

    @Test
    void failuresOfNobodyKnownAreOneEventAMinute() {
        realm.failure("first", "198.51.100.7", EARLIER);
        history.work();
        for (int number = 0; number < 300; number++) {
            realm.failure("more-" + number, "203.0.113." + number % 200, EARLIER.plusSeconds(number));
            if (number % 50 == 0) {
                history.work();
            }
        }
        history.work();
        assertThat(failures()).hasSize(1);

        clock.now = NOW.plus(FailureCount.INTERVAL);
        history.work();
        history.work();

        assertThat(failures())
                .containsExactly(
                        new IdentityFailures(
                                "LOGIN_ERROR",
                                "user_not_found",
                                "lockstep-cli",
                                "198.51.100.0/24",
                                1,
                                EARLIER,
                                EARLIER),
                        new IdentityFailures(
                                "LOGIN_ERROR",
                                "user_not_found",
                                "lockstep-cli",
                                "203.0.113.0/24",
                                300,
                                EARLIER,
                                EARLIER.plusSeconds(299)));
        assertThat(acts()).isEmpty();
    }

    @Test
    void manyNetworksDoNotMakeALongEntry() {
        for (int number = 0; number < 200; number++) {
            realm.failure("failure-" + number, "10.0.%d.1".formatted(number), EARLIER.plusSeconds(number));
        }
        history.work();

        assertThat(failures()).hasSize(FailureCount.MOST_KINDS + 1).last().satisfies(rest -> {
            assertThat(rest.source()).isEqualTo("others");
            assertThat(rest.count()).isEqualTo(200 - FailureCount.MOST_KINDS);
        });
    }

    @Test
    void itWaitsForTheHistory() {
        logins(1_500, NOW.minus(Duration.ofDays(80)), Duration.ofMinutes(1));
        int atMost = OwnEvents.MOST_ON_THEIR_WAY + 100;

        int taken = history.work();
        assertThat(taken).isBetween(OwnEvents.MOST_ON_THEIR_WAY, atMost);
        assertThat(history.work()).isZero();
        assertThat(history.trouble())
                .hasValueSatisfying(why -> assertThat(why).contains("waits until the history has taken in"));

        takeIn();
        assertThat(history.work()).isEqualTo(1_500 - taken);
        assertThat(history.trouble()).isEmpty();
        assertThat(acts())
                .extracting(IdentityActRecorded::record)
                .hasSize(1_500)
                .doesNotHaveDuplicates();
    }

    @Test
    void whatDoesNotFitIntoOneAnswerComesInSmallerOnes() {
        String large = "x".repeat(200_000);
        for (int number = 0; number < 150; number++) {
            realm.administered("admin-" + number, "CREATE", "CLIENT", EARLIER.plusSeconds(number))
                    .put("representation", large);
        }

        assertThat(history.work()).isEqualTo(150);
        assertThat(history.trouble()).isEmpty();
        assertThat(realm.asked(Source.ADMINISTRATION)).contains(100, 50);
        assertThat(acts()).extracting(IdentityActRecorded::record).hasSize(150).doesNotHaveDuplicates();
    }

    @Test
    void aRecordThatDoesNotFitIsTakenOverAsFarAsItCanBeRead() {
        realm.administered("before", "CREATE", "REALM_ROLE_MAPPING", EARLIER)
                .put("representation", "[{\"name\":\"approver\"}]");
        realm.administered("large", "CREATE", "REALM_ROLE_MAPPING", EARLIER)
                .put("representation", "[{\"name\":\"%s\"}]".formatted("x".repeat(17_000_000)));
        realm.administered("after", "CREATE", "REALM_ROLE_MAPPING", EARLIER.plusSeconds(1))
                .put("representation", "[{\"name\":\"operator\"}]");

        assertThat(history.work()).isEqualTo(3);
        assertThat(history.work()).isZero();

        assertThat(acts())
                .extracting(act -> act.record() + ": " + act.granted())
                .containsExactly("before: [approver]", "large: [" + IdentityActs.NOT_WHOLE + "]", "after: [operator]");
        assertThat(acts()).extracting(IdentityActRecorded::act).containsOnly("CREATE REALM_ROLE_MAPPING");
    }

    @Test
    void administrationIsTakenOverWhenSignInsCannotBeRead() {
        logins(1, EARLIER, Duration.ZERO);
        realm.administered("admin", "DELETE", "USER", EARLIER);
        realm.answersSignIns(_ -> 403);

        assertThat(history.work()).isEqualTo(1);

        assertThat(acts()).extracting(IdentityActRecorded::record).containsExactly("admin");
        assertThat(history.trouble()).hasValueSatisfying(why -> assertThat(why).contains("403", "view-events"));
    }

    @Test
    void aWrongSecretIsTold() {
        IdentityHistory stranger = new IdentityHistory(
                store,
                database.dataSource(),
                clock,
                SOURCE,
                realm.reader(clock, "a wrong one"),
                Duration.ofSeconds(10));

        assertThat(stranger.work()).isZero();

        assertThat(stranger.trouble())
                .hasValueSatisfying(
                        why -> assertThat(why).contains("401", "the client or its secret is not the realm's"));
    }

    @Test
    void aDatabaseThatIsAwayIsTold() {
        PGSimpleDataSource nowhere = new PGSimpleDataSource();
        nowhere.setUrl("jdbc:postgresql://127.0.0.1:1/none");
        IdentityHistory alone =
                new IdentityHistory(store, nowhere, clock, SOURCE, realm.reader(clock), Duration.ofSeconds(10));

        assertThat(alone.work()).isZero();

        assertThat(alone.trouble()).hasValueSatisfying(why -> assertThat(why).contains("how far was read"));
    }

    @Test
    void theReadersOwnSignInsAreLeftOutAndAttacksOnItAreNot() {
        realm.signIn("own", "CLIENT_LOGIN", EARLIER).put("clientId", StubRealm.CLIENT);
        realm.signIn("attack", "CLIENT_LOGIN_ERROR", EARLIER)
                .put("clientId", StubRealm.CLIENT)
                .put("error", "invalid_client_credentials");
        realm.signIn("refresh", "REFRESH_TOKEN", EARLIER)
                .put("clientId", StubRealm.CLIENT)
                .put("userId", "u9");
        history.work();

        assertThat(failures()).singleElement().satisfies(failed -> {
            assertThat(failed.act()).isEqualTo("CLIENT_LOGIN_ERROR");
            assertThat(failed.client()).isEqualTo(StubRealm.CLIENT);
        });
        assertThat(acts()).extracting(IdentityActRecorded::record).containsExactly("refresh");
    }

    @Test
    void whoActsIsTheAccount() {
        realm.login("named", "Anna", EARLIER);
        realm.administered("admin", "DELETE", "USER", EARLIER);
        history.work();

        assertThat(log()).extracting(event -> event.metadata().actor()).containsExactlyInAnyOrder("anna", "id-of-anna");
    }

    @Test
    void noAddressStandsOpenInTheHistory() throws SQLException {
        realm.login("login", "anna", EARLIER);
        realm.login("mail", "anna@contoso.example", EARLIER);
        realm.signIn("logout", "LOGOUT", EARLIER).put("userId", "id-of-anna");
        realm.signIn("code", "CODE_TO_TOKEN", EARLIER).put("userId", "id-of-anna");
        realm.failure("nobody", "203.0.113.77", EARLIER);
        realm.administered("admin", "DELETE", "USER", EARLIER);
        history.work();
        takeIn();

        assertThat(leaves()).hasSize(6).noneMatch(leaf -> leaf.contains("203.0.113.77"));
        assertThat(leaves().stream().filter(leaf -> leaf.contains("203.0.113.0/24")))
                .as("all but the one under the key of the account")
                .hasSize(5);
        assertThat(acts().stream().filter(act -> "203.0.113.77".equals(act.address())))
                .extracting(IdentityActRecorded::record)
                .containsExactly("login");
        assertThat(leaves()).noneMatch(leaf -> leaf.contains("hunter2"));
    }
}
