package dev.lockstep.orchestration.locking;

import dev.lockstep.contracts.orchestration.LockGrant;
import dev.lockstep.contracts.orchestration.RolloutEvent;
import dev.lockstep.contracts.orchestration.RolloutEvent.LocksReleased;
import dev.lockstep.orchestration.rollout.Rollout;
import dev.lockstep.orchestration.rollout.RolloutProjection;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The locks. They are taken all together or not at all, from coarse to fine, in the transaction in which a step begins to change
 * state, and are free again only by an event that says so: a runner that has vanished, or a service that was killed, frees nothing.
 */
@ApplicationScoped
public class LockTable implements RolloutProjection {

    private static final List<String> COARSE_TO_FINE =
            List.of("organization", "domain", "cluster", "node", "virtual-server");

    private static final Map<String, String> CONTAINED_IN =
            Map.of("domain", "organization", "node", "cluster", "virtual-server", "cluster");

    /** What came of trying to take locks. */
    public sealed interface Attempt {}

    /** They are taken. */
    public record Granted(List<LockGrant> locks) implements Attempt {}

    /**
     * One of them, or one that contains or lies within it, was taken and never released.
     *
     * @param rollout that took it: another one, or the same one for an earlier step
     */
    public record Busy(String resource, UUID rollout) implements Attempt {}

    /** One was released after the facts were seen that the step would begin on: what its holder changed is not among them. */
    public record FactsOutdated(String resource) implements Attempt {}

    /**
     * Takes locks.
     *
     * @param resources each a kind and a name: {@code organization ORGANIZATION}, {@code domain ORGANIZATION/DOMAIN}, {@code cluster
     *     ORGANIZATION:CLUSTER}, {@code node ORGANIZATION:CLUSTER/NODE}, {@code virtual-server ORGANIZATION:CLUSTER/NAME}
     * @param seenAt when the facts were seen that the requirements were met on
     * @throws IllegalArgumentException for a resource that has no place in the order of locks
     */
    public Attempt take(
            List<String> resources, UUID rollout, String step, Instant seenAt, Instant now, Connection connection)
            throws SQLException {
        NavigableSet<String> involved = new TreeSet<>(order());
        for (String resource : resources) {
            requirePlace(resource);
            involved.add(resource);
            parentOf(resource).ifPresent(involved::add);
        }
        Attempt obstacle = null;
        for (String resource : involved) {
            Attempt found = lockRow(resource, seenAt, connection);
            obstacle = obstacle == null ? found : obstacle;
        }
        for (String resource : resources) {
            Attempt found = heldWithin(resource, connection);
            obstacle = obstacle == null ? found : obstacle;
        }
        if (obstacle != null) {
            return obstacle;
        }
        List<LockGrant> grants = new ArrayList<>();
        for (String resource : resources) {
            grants.add(new LockGrant(resource, grant(resource, rollout, step, now, connection)));
        }
        return new Granted(grants);
    }

    private static Comparator<String> order() {
        return Comparator.<String>comparingInt(resource -> COARSE_TO_FINE.indexOf(kindOf(resource)))
                .thenComparing(Comparator.naturalOrder());
    }

    private static void requirePlace(String resource) {
        int blank = resource.indexOf(' ');
        String kind = resource.substring(0, Math.max(0, blank));
        boolean named = blank + 1 < resource.length();
        boolean placed = !CONTAINED_IN.containsKey(kind) || resource.indexOf('/') > 0;
        if (!COARSE_TO_FINE.contains(kind) || !named || !placed) {
            throw new IllegalArgumentException(
                    "'%s' has no place in the order of locks: name one of %s, and what it lies in"
                            .formatted(resource, COARSE_TO_FINE));
        }
    }

    private static String kindOf(String resource) {
        return resource.substring(0, resource.indexOf(' '));
    }

    /** The lock that contains another: a domain's organization, a node's or virtual server's cluster. */
    private static Optional<String> parentOf(String resource) {
        String kind = kindOf(resource);
        return Optional.ofNullable(CONTAINED_IN.get(kind))
                .map(parent -> parent + resource.substring(kind.length(), resource.indexOf('/')));
    }

    private static @Nullable Attempt lockRow(String resource, Instant seenAt, Connection connection)
            throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "insert into lock (resource, parent) values (?, ?) on conflict do nothing")) {
            insert.setString(1, resource);
            insert.setString(2, parentOf(resource).orElse(null));
            insert.executeUpdate();
        }
        try (PreparedStatement select =
                connection.prepareStatement("select rollout, released_at from lock where resource = ? for update")) {
            select.setString(1, resource);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                UUID holder = row.getObject(1, UUID.class);
                Timestamp released = row.getTimestamp(2);
                if (holder != null) {
                    return new Busy(resource, holder);
                }
                return released != null && released.toInstant().isAfter(seenAt) ? new FactsOutdated(resource) : null;
            }
        }
    }

    private static @Nullable Attempt heldWithin(String resource, Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "select resource, rollout from lock where parent = ? and rollout is not null order by resource limit 1")) {
            select.setString(1, resource);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? new Busy(row.getString(1), row.getObject(2, UUID.class)) : null;
            }
        }
    }

    private static long grant(String resource, UUID rollout, String step, Instant now, Connection connection)
            throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("""
                update lock set rollout = ?, step = ?, taken_at = ?, fencing_token = nextval('fencing_token')
                 where resource = ? returning fencing_token""")) {
            update.setObject(1, rollout);
            update.setString(2, step);
            update.setTimestamp(3, Timestamp.from(now));
            update.setString(4, resource);
            try (ResultSet row = update.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    @Override
    public void apply(RolloutEvent event, Rollout after, long version, Connection connection) throws SQLException {
        if (event instanceof LocksReleased released) {
            // In the order in which they are taken, or who takes them and who releases them could wait for each other.
            List<LockGrant> coarseToFine = released.locks().stream()
                    .sorted(Comparator.comparing(LockGrant::resource, order()))
                    .toList();
            for (LockGrant lock : coarseToFine) {
                try (PreparedStatement update = connection.prepareStatement("""
                        update lock set rollout = null, step = null, released_at = ?
                         where resource = ? and fencing_token = ? and rollout = ?""")) {
                    update.setTimestamp(1, Timestamp.from(released.at()));
                    update.setString(2, lock.resource());
                    update.setLong(3, lock.fencingToken());
                    update.setObject(4, released.rollout());
                    update.executeUpdate();
                }
            }
        }
    }
}
