package dev.lockstep.validation.view;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.lockstep.contracts.ContractJson;
import dev.lockstep.contracts.EventCatalogue;
import dev.lockstep.contracts.PublishedEvent;
import dev.lockstep.contracts.inventory.ClusterEvent;
import dev.lockstep.contracts.inventory.Fact;
import dev.lockstep.contracts.inventory.FactTree;
import dev.lockstep.contracts.inventory.InventoryEvent;
import dev.lockstep.contracts.inventory.OrganizationEvent;
import dev.lockstep.eventsourcing.StreamId;
import dev.lockstep.requirements.ChangedFact;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The facts of one stream at any version that is still kept. */
final class KnownFacts {

    /** Events between snapshots. */
    static final long SNAPSHOT_EVERY = 100;

    /** How many versions back can still be told. */
    static final long KEPT_VERSIONS = 2_000;

    private static final TypeReference<List<Fact>> FACTS = new TypeReference<>() {};

    private final Connection connection;
    private final StreamId stream;

    KnownFacts(Connection connection, StreamId stream) {
        this.connection = connection;
        this.stream = stream;
    }

    /** The facts at a version; empty when it has not arrived, or is no longer kept. */
    Optional<FactTree> at(long version) throws SQLException {
        return at(version, Start.nothing(stream));
    }

    /**
     * As {@link #at(long)}, reading as little as needed.
     *
     * @param known facts of a version before
     */
    Optional<FactTree> at(long version, Start known) throws SQLException {
        Start start = known.version() > 0 ? known : snapshot(version);
        FactTree.Fold fold = new FactTree.Fold(start.tree());
        long reached = start.version();
        try (PreparedStatement select = connection.prepareStatement("""
                select version, type, data from known_event
                 where stream = ? and version > ? and version <= ? order by version""")) {
            select.setString(1, stream.toString());
            select.setLong(2, start.version());
            select.setLong(3, version);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    if (rows.getLong(1) != reached + 1) {
                        return Optional.empty();
                    }
                    reached = rows.getLong(1);
                    apply(fold, rows.getString(2), rows.getString(3));
                }
            }
        }
        return reached == version ? Optional.of(fold.tree()) : Optional.empty();
    }

    /** The facts that changed after a version, up to another; empty when an event in between is no longer kept. */
    Optional<List<ChangedFact>> changes(long after, long upTo) throws SQLException {
        List<ChangedFact> changes = new ArrayList<>();
        long reached = after;
        try (PreparedStatement select = connection.prepareStatement("""
                select version, type, data from known_event
                 where stream = ? and version > ? and version <= ? order by version""")) {
            select.setString(1, stream.toString());
            select.setLong(2, after);
            select.setLong(3, upTo);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next() && rows.getLong(1) == reached + 1) {
                    reached++;
                    changes.addAll(EventChanges.of(event(rows.getString(2), rows.getString(3))));
                }
            }
        }
        return reached >= upTo ? Optional.of(changes) : Optional.empty();
    }

    private Start snapshot(long version) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("""
                select version, facts from known_snapshot
                 where stream = ? and version <= ? order by version desc limit 1""")) {
            select.setString(1, stream.toString());
            select.setLong(2, version);
            try (ResultSet rows = select.executeQuery()) {
                Start nothing = Start.nothing(stream);
                return rows.next() ? new Start(rows.getLong(1), nothing.tree().with(read(rows.getString(2)))) : nothing;
            }
        }
    }

    /** Keeps all facts at a version, and forgets what lies too far back. */
    void keepSnapshot(long version, FactTree tree) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                        "insert into known_snapshot (stream, version, facts) values (?, ?, ?::json) on conflict do nothing");
                PreparedStatement forgetEvents = connection.prepareStatement("""
                        delete from known_event where stream = ? and version <=
                          (select max(version) from known_snapshot where stream = ? and version <= ?)""");
                PreparedStatement forgetSnapshots = connection.prepareStatement("""
                        delete from known_snapshot where stream = ? and version <
                          (select max(version) from known_snapshot where stream = ? and version <= ?)""")) {
            insert.setString(1, stream.toString());
            insert.setLong(2, version);
            insert.setString(3, write(tree));
            insert.executeUpdate();
            for (PreparedStatement forget : List.of(forgetEvents, forgetSnapshots)) {
                forget.setString(1, stream.toString());
                forget.setString(2, stream.toString());
                forget.setLong(3, version - KEPT_VERSIONS);
                forget.executeUpdate();
            }
        }
    }

    private static void apply(FactTree.Fold fold, String type, String data) {
        switch (event(type, data)) {
            case ClusterEvent cluster -> fold.apply(cluster);
            case OrganizationEvent organization -> fold.apply(organization);
        }
    }

    private static InventoryEvent event(String type, String data) {
        PublishedEvent told = EventCatalogue.read(type, data.getBytes(StandardCharsets.UTF_8));
        if (!(told instanceof InventoryEvent event)) {
            throw new IllegalStateException("an event of the inventory was expected, not " + type);
        }
        return event;
    }

    private static String write(FactTree tree) {
        try {
            return ContractJson.mapper().writerFor(FACTS).writeValueAsString(List.copyOf(tree.facts()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("facts cannot be written", e);
        }
    }

    private static List<Fact> read(String json) {
        try {
            return ContractJson.mapper().readValue(json, FACTS);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a snapshot cannot be read", e);
        }
    }

    /**
     * Facts from which later ones are reached.
     *
     * @param version 0 when there is none yet
     */
    record Start(long version, FactTree tree) {

        static Start nothing(StreamId stream) {
            return new Start(0, FactTree.empty(Streams.kind(stream)));
        }
    }
}
