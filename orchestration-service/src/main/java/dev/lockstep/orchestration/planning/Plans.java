package dev.lockstep.orchestration.planning;

import dev.lockstep.access.Reach;
import dev.lockstep.contracts.Authority;
import dev.lockstep.contracts.InventoryVersions;
import dev.lockstep.contracts.Scenario;
import dev.lockstep.contracts.orchestration.PlanEvent;
import dev.lockstep.contracts.orchestration.PlanEvent.PlanMade;
import dev.lockstep.eventsourcing.CommandMetadata;
import dev.lockstep.eventsourcing.EventStore;
import dev.lockstep.eventsourcing.EventStoreException;
import dev.lockstep.eventsourcing.EventTransaction;
import dev.lockstep.eventsourcing.StreamId;
import dev.lockstep.orchestration.visibility.VisibleRows;
import dev.lockstep.procedures.Plan;
import dev.lockstep.service.events.ContractCodec;
import dev.lockstep.service.events.StreamWriter;
import dev.lockstep.service.memory.RecentlyUsed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The plans that were made. A plan never changes: another plan has another hash. */
@ApplicationScoped
public class Plans {

    private static final int MOST_KEPT = 100;
    private static final StreamWriter<PlanEvent> WRITER = new StreamWriter<>(new ContractCodec<>(PlanEvent.class));

    private final EventStore store;
    private final DataSource database;
    private final RecentlyUsed<String, Plan> read = new RecentlyUsed<>(MOST_KEPT);

    @Inject
    Plans(EventStore store, DataSource database) {
        this.store = store;
        this.database = database;
    }

    /** Keeps a plan; the same plan made again is kept once. */
    public void keep(Plan plan, String site, InventoryVersions versions, Authority by, CommandMetadata metadata) {
        StreamId stream = new StreamId("plan", plan.hash());
        store.transact(Set.of(stream), transaction -> keep(transaction, stream, plan, site, versions, by, metadata));
    }

    private static boolean keep(
            EventTransaction transaction,
            StreamId stream,
            Plan plan,
            String site,
            InventoryVersions versions,
            Authority by,
            CommandMetadata metadata) {
        if (!transaction.read(stream, 0, 1).isEmpty()) {
            return false;
        }
        PlanMade made = new PlanMade(
                plan.cluster(), plan.hash(), plan.scenario(), versions, by, metadata.time(), plan.toJson());
        WRITER.append(transaction, stream, 0, List.of(made), metadata);
        try (PreparedStatement insert = transaction.connection().prepareStatement("""
                        insert into plan (hash, cluster, site, scenario, planned_by, planned_at, content)
                        values (?, ?, ?, ?, ?, ?, ?)""")) {
            insert.setString(1, plan.hash());
            insert.setString(2, plan.cluster().value());
            insert.setString(3, site);
            insert.setString(4, plan.scenario().name());
            insert.setString(5, by.name());
            insert.setTimestamp(6, Timestamp.from(metadata.time()));
            insert.setString(7, plan.toJson().toString());
            insert.executeUpdate();
            return true;
        } catch (SQLException e) {
            throw new EventStoreException("A plan cannot be written", e);
        }
    }

    /** A plan with the site that it is for. */
    public record PlanAtSite(Plan plan, String site) {}

    /** The plan of a hash. */
    public Optional<PlanAtSite> find(String hash) {
        try (Connection connection = database.getConnection();
                PreparedStatement select =
                        connection.prepareStatement("select content, site from plan where hash = ?")) {
            select.setString(1, hash);
            try (ResultSet row = select.executeQuery()) {
                return row.next()
                        ? Optional.of(new PlanAtSite(Plan.read(row.getString(1)), row.getString(2)))
                        : Optional.empty();
            }
        } catch (SQLException e) {
            throw new EventStoreException("The plans cannot be read", e);
        }
    }

    /** The plan of a hash that a rollout names. */
    public Plan require(String hash) {
        return read.find(hash).orElseGet(() -> {
            Plan plan = find(hash)
                    .orElseThrow(() -> new IllegalStateException("a rollout names a plan that is not kept: " + hash))
                    .plan();
            read.keep(hash, plan);
            return plan;
        });
    }

    /** Plans that an account sees, newest first. */
    List<StoredPlan> list(Reach reach, @Nullable String cluster, long before, int limit) {
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement("""
                        select hash, cluster, site, scenario, planned_by, planned_at, number from plan
                         where number < ? and (cast(? as text) is null or cluster = ?) and %s
                         order by number desc limit ?""".formatted(VisibleRows.CONDITION))) {
            select.setLong(1, before);
            select.setString(2, cluster);
            select.setString(3, cluster);
            select.setInt(VisibleRows.set(select, 4, reach), limit);
            List<StoredPlan> plans = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    plans.add(new StoredPlan(
                            row.getLong(7),
                            row.getString(1),
                            row.getString(2),
                            row.getString(3),
                            Scenario.valueOf(row.getString(4)),
                            row.getString(5),
                            row.getTimestamp(6).toInstant()));
                }
            }
            return plans;
        } catch (SQLException e) {
            throw new EventStoreException("The plans cannot be read", e);
        }
    }
}
