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

    /** What came of trying to take locks. */
    public sealed interface Attempt {}

    /** They are taken. */
    public record Granted(List<LockGrant> locks) implements Attempt {}

    /** Another rollout holds one of them, or one that contains or lies within it. */
    public record Busy(String resource, UUID rollout) implements Attempt {}

    /** One was released after the facts were seen that the step would begin on: what its holder changed is not among them. */
    public record FactsOutdated(String resource) implements Attempt {}

    /**
     * Takes locks.
     *
     * @param seenAt when the facts were seen that the requirements were met on
     */
    public Attempt take(
            List<String> resources, UUID rollout, String step, Instant seenAt, Instant now, Connection connection)
            throws SQLException {
        NavigableSet<String> involved = new TreeSet<>(order());
        for (String resource : resources) {
            involved.add(resource);
            parentOf(resource).ifPresent(involved::add);
        }
        Attempt obstacle = null;
        for (String resource : involved) {
            Attempt found = lockRow(resource, rollout, seenAt, connection);
            obstacle = obstacle == null ? found : obstacle;
        }
        for (String resource : resources) {
            Attempt found = heldWithin(resource, rollout, connection);
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

    private static String kindOf(String resource) {
        return resource.substring(0, resource.indexOf(' '));
    }

    /** The lock that contains another: a domain's organization, a node's or virtual server's cluster. */
    private static Optional<String> parentOf(String resource) {
        String kind = kindOf(resource);
        int slash = resource.indexOf('/');
        return switch (kind) {
            case "domain" -> Optional.of("organization" + resource.substring(kind.length(), slash));
            case "node", "virtual-server" -> Optional.of("cluster" + resource.substring(kind.length(), slash));
            default -> Optional.empty();
        };
    }

    private static @Nullable Attempt lockRow(String resource, UUID rollout, Instant seenAt, Connection connection)
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
                if (holder != null && !holder.equals(rollout)) {
                    return new Busy(resource, holder);
                }
                return released != null && released.toInstant().isAfter(seenAt) ? new FactsOutdated(resource) : null;
            }
        }
    }

    private static @Nullable Attempt heldWithin(String resource, UUID rollout, Connection connection)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "select resource, rollout from lock where parent = ? and rollout is not null and rollout <> ? limit 1")) {
            select.setString(1, resource);
            select.setObject(2, rollout);
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
            for (LockGrant lock : released.locks()) {
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
