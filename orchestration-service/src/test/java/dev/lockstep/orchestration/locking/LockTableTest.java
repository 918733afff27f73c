package dev.lockstep.orchestration.locking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.lockstep.contracts.ClusterId;
import dev.lockstep.contracts.orchestration.LockGrant;
import dev.lockstep.contracts.orchestration.RolloutEvent.LocksReleased;
import dev.lockstep.orchestration.locking.LockTable.Attempt;
import dev.lockstep.orchestration.locking.LockTable.Busy;
import dev.lockstep.orchestration.locking.LockTable.FactsOutdated;
import dev.lockstep.orchestration.locking.LockTable.Granted;
import dev.lockstep.orchestration.rollout.RolloutDecider;
import dev.lockstep.service.testing.RealServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The locks in a real database, as several connections see them. */
@QuarkusTest
@QuarkusTestResource(RealServers.class)
class LockTableTest {

    private static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");
    private static final UUID ROLLOUT = new UUID(0, 1);
    private static final UUID OTHER = new UUID(0, 2);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** Resources of this test alone: the database is everybody's. */
    private final String organization = "org" + UUID.randomUUID().toString().substring(0, 8);

    private final String whole = "organization " + organization;
    private final String domain = "domain %s/corp".formatted(organization);
    private final String cluster = "cluster %s:clu".formatted(organization);
    private final String node = "node %s:clu/N1".formatted(organization);
    private final String virtualServer = "virtual-server %s:clu/EVS1".formatted(organization);

    private final List<String> all = List.of(whole, domain, cluster, node, virtualServer);
    private final Map<String, String> containing = Map.of(domain, whole, node, cluster, virtualServer, cluster);
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @Inject
    LockTable locks;

    @Inject
    DataSource database;

    @AfterEach
    void end() throws SQLException {
        threads.shutdownNow();
        inTransaction(connection -> {
            try (PreparedStatement delete = connection.prepareStatement("delete from lock where resource like ?")) {
                delete.setString(1, "% " + organization + "%");
                return delete.executeUpdate();
            }
        });
    }

    @Test
    void locksAreGrantedInTheOrderInWhichTheyWereAskedFor() throws SQLException {
        List<String> asked = List.of(virtualServer, cluster, domain);

        Attempt attempt = take(asked, ROLLOUT);

        assertThat(grants(attempt)).extracting(LockGrant::resource).isEqualTo(asked);
    }

    @Test
    void rowsAreLockedFromCoarseToFineWhateverTheOrderOfTheRequest() throws Exception {
        release(grants(take(all.reversed(), ROLLOUT)), ROLLOUT);

        List<String> order = orderOfRowLocks(connection -> {
            locks.take(all.reversed(), OTHER, "step", NOW.plusSeconds(10), NOW.plusSeconds(10), connection);
        });

        assertThat(order).isEqualTo(all);
    }

    @Test
    void rowsAreReleasedFromCoarseToFineWhateverTheOrderOfTheGrants() throws Exception {
        List<LockGrant> fineToCoarse = grants(take(all.reversed(), ROLLOUT));

        List<String> order = orderOfRowLocks(connection -> release(fineToCoarse, ROLLOUT, NOW, connection));

        assertThat(order).isEqualTo(all);
    }

    @Test
    void fencingTokensOnlyGrow() throws SQLException {
        List<Long> tokens = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            List<LockGrant> granted = grants(take(List.of(cluster, node), i % 2 == 0 ? ROLLOUT : OTHER));
            granted.forEach(grant -> tokens.add(grant.fencingToken()));
            release(granted, i % 2 == 0 ? ROLLOUT : OTHER);
            inTransactionThatIsLost(connection -> locks.take(List.of(cluster), OTHER, "step", NOW, NOW, connection));
        }

        assertThat(tokens).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void whatWasTakenInATransactionThatIsLostIsFree() throws SQLException {
        inTransactionThatIsLost(connection -> locks.take(List.of(cluster, node), OTHER, "step", NOW, NOW, connection));

        assertThat(take(List.of(cluster, node), ROLLOUT)).isInstanceOf(Granted.class);
    }

    @Test
    void allAreTakenOrNone() throws SQLException {
        take(List.of(node), OTHER);

        Attempt attempt = take(List.of(whole, cluster, virtualServer), ROLLOUT);

        assertThat(attempt).isEqualTo(new Busy(node, OTHER));
        assertThat(holders()).isEqualTo(Map.of(node, OTHER));
    }

    @Test
    void aLockStandsForWhatLiesWithinItAndForWhatItLiesWithin() throws SQLException {
        take(List.of(cluster), OTHER);
        take(List.of(domain), OTHER);

        assertThat(take(List.of(node), ROLLOUT)).isEqualTo(new Busy(cluster, OTHER));
        assertThat(take(List.of(virtualServer), ROLLOUT)).isEqualTo(new Busy(cluster, OTHER));
        assertThat(take(List.of(whole), ROLLOUT)).isEqualTo(new Busy(domain, OTHER));
    }

    /** No clock frees a lock: whoever took it may still be at work, also when nothing is known of that rollout. */
    @Test
    void aLockOfARolloutThatIsNotKnownStaysTakenHoweverOldItIs() throws SQLException {
        take(List.of(cluster), OTHER);
        inTransaction(connection -> {
            try (PreparedStatement update =
                    connection.prepareStatement("update lock set taken_at = '2003-10-01' where resource = ?")) {
                update.setString(1, cluster);
                return update.executeUpdate();
            }
        });

        assertThat(take(List.of(cluster), ROLLOUT)).isEqualTo(new Busy(cluster, OTHER));
    }

    /** A step that holds it may be in progress, and only its release ends that. */
    @Test
    void aLockThatTheRolloutItselfNeverReleasedIsNotTakenAgain() throws SQLException {
        take(List.of(cluster, node), ROLLOUT);

        assertThat(take(List.of(cluster), ROLLOUT)).isEqualTo(new Busy(cluster, ROLLOUT));
        assertThat(take(List.of(virtualServer), ROLLOUT)).isEqualTo(new Busy(cluster, ROLLOUT));
    }

    @Test
    void aLockThatWasReleasedAfterTheFactsWereSeenIsNotTakenOnThem() throws SQLException {
        List<LockGrant> granted = grants(take(List.of(cluster), OTHER));
        inTransaction(connection -> {
            release(granted, OTHER, NOW.plusSeconds(5), connection);
            return granted;
        });

        assertThat(take(List.of(cluster), ROLLOUT, NOW.plusSeconds(4))).isEqualTo(new FactsOutdated(cluster));
        assertThat(take(List.of(node), ROLLOUT, NOW.plusSeconds(4))).isEqualTo(new FactsOutdated(cluster));
        assertThat(take(List.of(cluster), ROLLOUT, NOW.plusSeconds(6))).isInstanceOf(Granted.class);
    }

    @Test
    void onlyTheHolderReleasesAndOnlyUnderTheTokenThatItHolds() throws SQLException {
        List<LockGrant> first = grants(take(List.of(cluster), ROLLOUT));
        release(first, ROLLOUT);
        List<LockGrant> second = grants(take(List.of(cluster), ROLLOUT));

        release(first, ROLLOUT);
        release(second, OTHER);
        assertThat(holders()).isEqualTo(Map.of(cluster, ROLLOUT));

        release(second, ROLLOUT);
        assertThat(holders()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rack 7", "cluster", "node contoso:clu01", "domain contoso", "Cluster contoso:clu01", ""})
    void whatHasNoPlaceInTheOrderIsRefused(String resource) {
        assertThatThrownBy(() -> take(List.of(resource), ROLLOUT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + resource + "'");
    }

    /**
     * Rollouts that want overlapping sets, each in an order of its own: none ever has what another has, and the database never has to end
     * a deadlock. Somebody gets on all the time.
     */
    @Test
    void rolloutsThatWantOverlappingSetsNeverHoldThemTogetherAndNeverBlockEachOtherForGood() throws Exception {
        int rollouts = 4;
        Held held = new Held();
        AtomicInteger granted = new AtomicInteger();
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < rollouts; i++) {
            UUID rollout = new UUID(1, i);
            Random random = new Random(i);
            running.add(threads.submit(() -> {
                for (int round = 0; round < 60; round++) {
                    List<String> wanted = new ArrayList<>(all);
                    Collections.shuffle(wanted, random);
                    wanted = wanted.subList(0, 2 + random.nextInt(all.size() - 1));
                    if (take(wanted, rollout, Instant.MAX) instanceof Granted(List<LockGrant> grants)) {
                        granted.incrementAndGet();
                        held.begin(rollout, grants);
                        TimeUnit.MILLISECONDS.sleep(1);
                        held.end(grants);
                        release(grants, rollout);
                    }
                }
                return null;
            }));
        }

        for (Future<?> rollout : running) {
            rollout.get(120, TimeUnit.SECONDS);
        }
        assertThat(held.violations).isEmpty();
        assertThat(granted.get()).isGreaterThan(rollouts);
        assertThat(holders()).isEmpty();
    }

    /** Of two that ask at the same moment one gets the locks, and the other hears who has them. */
    @Test
    void ofTwoConnectionsOneGetsThemAndTheOtherWaitsForItsAnswer() throws Exception {
        try (Connection first = begun()) {
            Attempt taken = locks.take(List.of(cluster), ROLLOUT, "step", NOW, NOW, first);
            Future<Attempt> second = threads.submit(() -> take(List.of(node, cluster), OTHER));
            awaitBlocked(1);
            assertThat(second).isNotDone();
            first.commit();

            assertThat(taken).isInstanceOf(Granted.class);
            assertThat(second.get(120, TimeUnit.SECONDS)).isEqualTo(new Busy(cluster, ROLLOUT));
        }
    }

    /** Who believes to hold what at this moment. */
    private final class Held {
        private final Map<String, UUID> holders = new ConcurrentHashMap<>();
        private final Map<String, Long> tokens = new ConcurrentHashMap<>();
        private final Queue<String> violations = new ConcurrentLinkedQueue<>();

        void begin(UUID rollout, List<LockGrant> grants) {
            grants.forEach(grant -> holders.merge(grant.resource(), rollout, (before, _) -> {
                violations.add("%s and %s hold %s".formatted(rollout, before, grant.resource()));
                return rollout;
            }));
            for (LockGrant grant : grants) {
                String resource = grant.resource();
                holders.forEach((other, holder) -> {
                    boolean related = other.equals(containing.get(resource)) || resource.equals(containing.get(other));
                    if (related && !holder.equals(rollout)) {
                        violations.add("%s holds %s, and %s holds %s".formatted(rollout, resource, holder, other));
                    }
                });
                Long before = tokens.put(resource, grant.fencingToken());
                if (before != null && before >= grant.fencingToken()) {
                    violations.add("the token of %s did not grow".formatted(resource));
                }
            }
        }

        void end(List<LockGrant> grants) {
            grants.forEach(grant -> holders.remove(grant.resource()));
        }
    }

    private interface Transaction<T> {
        T run(Connection connection) throws SQLException;
    }

    private interface Statements {
        void run(Connection connection) throws SQLException;
    }

    /**
     * In which order a transaction locks the rows: each is kept from it in turn, and what it has locked until then came before.
     */
    private List<String> orderOfRowLocks(Statements statements) throws Exception {
        Map<String, Integer> before = new HashMap<>();
        for (String resource : all) {
            try (Connection keeper = begun();
                    Connection connection = begun()) {
                lockRow(keeper, resource);
                Future<?> blocked = threads.submit(() -> {
                    statements.run(connection);
                    return null;
                });
                awaitBlocked(1);
                before.put(resource, lockedRows().size() - 1);
                keeper.rollback();
                blocked.get(120, TimeUnit.SECONDS);
                connection.rollback();
            }
        }
        return before.entrySet().stream()
                .sorted(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .toList();
    }

    /** The rows that some transaction has locked. */
    private List<String> lockedRows() throws SQLException {
        return inTransaction(connection -> {
            List<String> free =
                    texts(connection, "select resource from lock where resource like ? for update skip locked");
            List<String> all = texts(connection, "select resource from lock where resource like ?");
            all.removeAll(free);
            return all;
        });
    }

    private List<String> texts(Connection connection, String query) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(query)) {
            select.setString(1, "% " + organization + "%");
            try (ResultSet rows = select.executeQuery()) {
                List<String> texts = new ArrayList<>();
                while (rows.next()) {
                    texts.add(rows.getString(1));
                }
                return texts;
            }
        }
    }

    private static void lockRow(Connection connection, String resource) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("select 1 from lock where resource = ? for update")) {
            select.setString(1, resource);
            try (ResultSet row = select.executeQuery()) {
                assertThat(row.next()).isTrue();
            }
        }
    }

    /** Until so many connections of this database wait for another one's locks. */
    private void awaitBlocked(int connections) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(10)).until(() -> {
            try (Connection connection = database.getConnection();
                    PreparedStatement select = connection.prepareStatement("""
                            select count(*) from pg_stat_activity
                             where datname = current_database() and wait_event_type = 'Lock' and query like '%lock%'""");
                    ResultSet row = select.executeQuery()) {
                row.next();
                return row.getInt(1) == connections;
            }
        });
    }

    private Attempt take(List<String> resources, UUID rollout) throws SQLException {
        return take(resources, rollout, NOW);
    }

    private Attempt take(List<String> resources, UUID rollout, Instant seenAt) throws SQLException {
        return inTransaction(connection -> locks.take(resources, rollout, "step", seenAt, NOW, connection));
    }

    private static List<LockGrant> grants(Attempt attempt) {
        assertThat(attempt).isInstanceOf(Granted.class);
        return ((Granted) attempt).locks();
    }

    private void release(List<LockGrant> grants, UUID rollout) throws SQLException {
        inTransaction(connection -> {
            release(grants, rollout, NOW, connection);
            return grants;
        });
    }

    private void release(List<LockGrant> grants, UUID rollout, Instant at, Connection connection) throws SQLException {
        LocksReleased released = new LocksReleased(new ClusterId(organization + ":clu"), rollout, "step", grants, at);
        locks.apply(released, new RolloutDecider().initial(), 1, connection);
    }

    private Map<String, UUID> holders() throws SQLException {
        return inTransaction(connection -> {
            try (PreparedStatement select = connection.prepareStatement(
                    "select resource, rollout from lock where resource like ? and rollout is not null")) {
                select.setString(1, "% " + organization + "%");
                try (ResultSet rows = select.executeQuery()) {
                    Map<String, UUID> holders = new HashMap<>();
                    while (rows.next()) {
                        holders.put(rows.getString(1), rows.getObject(2, UUID.class));
                    }
                    return holders;
                }
            }
        });
    }

    private Connection begun() throws SQLException {
        Connection connection = database.getConnection();
        connection.setAutoCommit(false);
        return connection;
    }

    private <T> T inTransaction(Transaction<T> work) throws SQLException {
        try (Connection connection = begun()) {
            T result = work.run(connection);
            connection.commit();
            return result;
        }
    }

    private void inTransactionThatIsLost(Transaction<Attempt> work) throws SQLException {
        try (Connection connection = begun()) {
            assertThat(work.run(connection)).isInstanceOf(Granted.class);
            connection.rollback();
        }
    }
}
