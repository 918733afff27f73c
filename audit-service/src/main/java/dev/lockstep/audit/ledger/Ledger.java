package dev.lockstep.audit.ledger;

import dev.lockstep.eventsourcing.StreamId;
import dev.lockstep.history.entry.LedgerEntry;
import dev.lockstep.history.person.Opening;
import dev.lockstep.transparencylog.Checked;
import dev.lockstep.transparencylog.Checkpoint;
import dev.lockstep.transparencylog.Hash;
import dev.lockstep.transparencylog.TiledTree;
import dev.lockstep.transparencylog.TreeHasher;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The log: entries with consecutive indexes, the tree over them and the checkpoints. A batch is appended as a whole in the caller's
 * transaction; its entries, the tiles they change and the checkpoint that covers them become visible together.
 *
 * <p>The head of the tree is the latest checkpoint, and it is believed only under the log's own signature and only if the stored
 * tiles lead to its root. So what is signed next is always consistent with what was signed before.
 */
public final class Ledger {

    /** The lock of the one who appends. */
    public static final StreamId SEQUENCER = new StreamId("log", "sequencer");

    private static final String HEAD = "select note from checkpoint order by size desc limit 1";
    private static final String COVERING = "select note from checkpoint where size >= ? order by size limit 1";
    private static final String SIGN = "insert into checkpoint (size, note, signed_at) values (?, ?, ?::timestamptz)";
    private static final String APPEND = """
            insert into entry (index, event_id, source, type, stream, stream_version, time, actor, organization, cluster,
                               rollout, step, site, words, content, detached)
            select ? + n - 1, event_id, source, type, stream, stream_version, time, actor, organization, e.cluster,
                   rollout, step, place.site, array_to_tsvector(string_to_array(words, ' ')), content, detached
            from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::bigint[], ?::timestamptz[], ?::text[], ?::text[],
                        ?::text[], ?::uuid[], ?::text[], ?::text[], ?::text[], ?::text[]) with ordinality
                 as e (event_id, source, type, stream, stream_version, time, actor, organization, cluster, rollout, step, words,
                       content, detached, n)
            left join cluster_site place on place.cluster = e.cluster
            order by n
            """;

    private final LogIdentity identity;
    private final CheckpointMemory memory;

    /**
     * The log that signs as {@code identity}.
     *
     * @param memory what it must not fall behind
     */
    public Ledger(LogIdentity identity, CheckpointMemory memory) {
        this.identity = identity;
        this.memory = memory;
    }

    /** The latest checkpoint as it was signed; empty while the log is. */
    public static Optional<String> latestNote(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(HEAD);
                ResultSet rows = statement.executeQuery()) {
            return rows.next() ? Optional.of(rows.getString(1)) : Optional.empty();
        }
    }

    /** The smallest checkpoint of at least so many entries as it was signed; empty when there is none. */
    public static Optional<String> noteCovering(Connection connection, long entries) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(COVERING)) {
            statement.setLong(1, entries);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? Optional.of(rows.getString(1)) : Optional.empty();
            }
        }
    }

    /**
     * The latest checkpoint as it was signed, if it says more than an earlier one; empty if it does not.
     *
     * @param before what was told of this log already
     * @throws LedgerDamagedException when the log does not continue that, or was not signed by {@code identity}
     */
    public static Optional<String> noteAfter(Connection connection, LogIdentity identity, Optional<Checkpoint> before)
            throws SQLException {
        Optional<String> note = latestNote(connection);
        Optional<Checkpoint> head = note.map(latest -> believed(identity, latest));
        if (before.isPresent()) {
            requireContinued(
                    before.get(),
                    new TiledTree(
                            new StoredTiles(connection),
                            head.map(Checkpoint::size).orElse(0L)));
        }
        return note.filter(_ -> !head.equals(before));
    }

    private static Checkpoint believed(LogIdentity identity, String note) {
        return switch (identity.open(note)) {
            case Checked.Accepted<Checkpoint>(Checkpoint checkpoint) -> checkpoint;
            case Checked.Refused<Checkpoint>(var refusal) ->
                throw new LedgerDamagedException("the latest checkpoint is not this log's: " + refusal.detail());
        };
    }

    /**
     * Appends a batch and signs the tree it makes. The transaction must have taken {@link #SEQUENCER}
     * first, so that it sees all that was appended before.
     *
     * @param entries 1 or more, each of which is in the log only if this transaction commits
     * @return the new checkpoint
     * @throws LedgerDamagedException when the stored tree is not the one that was signed
     */
    public Checkpoint append(Connection connection, List<LedgerEntry> entries, Instant now) throws SQLException {
        return append(connection, entries, Opening.NONE, now);
    }

    /**
     * Appends a batch likewise, of which something is under the keys of persons.
     *
     * @param opening opens it: entries are found by what they say
     */
    public Checkpoint append(Connection connection, List<LedgerEntry> entries, Opening opening, Instant now)
            throws SQLException {
        Optional<String> note = latestNote(connection);
        Optional<Checkpoint> head = note.map(latest -> believed(identity, latest));
        StoredTiles tiles = new StoredTiles(connection);
        TiledTree tree = new TiledTree(tiles, head.map(Checkpoint::size).orElse(0L));
        requireSigned(tree, head);
        memory.remembered().ifPresent(remembered -> requireContinued(remembered, tree));
        head.ifPresent(published -> memory.remember(published, note.orElseThrow()));
        TreeHasher hasher = new TreeHasher();
        List<Hash> leaves = entries.stream()
                .map(entry -> hasher.leaf(entry.leaf().toBytes()))
                .toList();
        TiledTree.Grown grown = tree.append(leaves);
        insert(connection, tree.size(), entries, opening);
        TimeSpans.widen(connection, tree.size(), entries);
        tiles.write(grown.changed());
        Checkpoint checkpoint = new Checkpoint(identity.origin(), grown.size(), grown.root());
        sign(connection, checkpoint, now);
        return checkpoint;
    }

    private static void requireSigned(TiledTree tree, Optional<Checkpoint> head) {
        Hash signed = head.map(Checkpoint::root).orElse(TreeHasher.EMPTY_ROOT);
        Hash stored = tree.root();
        if (!stored.equals(signed)) {
            throw new LedgerDamagedException("the tiles of the %d entries have root %s, signed was %s"
                    .formatted(tree.size(), stored.toBase64(), signed.toBase64()));
        }
    }

    private static void requireContinued(Checkpoint before, TiledTree log) {
        if (before.size() > log.size() || !log.rootAt(before.size()).equals(before.root())) {
            throw new LedgerDamagedException(
                    "the database does not continue the log that was signed for %d entries; it has %d"
                            .formatted(before.size(), log.size()));
        }
    }

    private static void insert(Connection connection, long first, List<LedgerEntry> entries, Opening opening)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(APPEND)) {
            statement.setLong(1, first);
            Columns columns = new Columns(connection, statement, entries);
            columns.set("text", LedgerEntry::eventId);
            columns.set("text", LedgerEntry::source);
            columns.set("text", LedgerEntry::type);
            columns.set("text", LedgerEntry::stream);
            columns.set("int8", LedgerEntry::streamVersion);
            columns.set("text", LedgerEntry::time);
            columns.set("text", LedgerEntry::actor);
            columns.set("text", LedgerEntry::organization);
            columns.set("text", LedgerEntry::cluster);
            columns.set("uuid", LedgerEntry::rollout);
            columns.set("text", LedgerEntry::step);
            columns.set("text", entry -> String.join(" ", SearchWords.of(entry, opening)));
            columns.set("text", entry -> entry.leaf().content());
            columns.set("text", entry -> entry.leaf().detached());
            statement.executeUpdate();
        }
    }

    private void sign(Connection connection, Checkpoint checkpoint, Instant now) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SIGN)) {
            statement.setLong(1, checkpoint.size());
            statement.setString(2, identity.sign(checkpoint).toString());
            statement.setString(3, now.toString());
            statement.executeUpdate();
        }
    }

    /** Sets the arrays of one column after the other; finding words takes the processors that there are. */
    private static final class Columns {

        private final Connection connection;
        private final PreparedStatement statement;
        private final List<LedgerEntry> entries;
        private int parameter = 1;

        Columns(Connection connection, PreparedStatement statement, List<LedgerEntry> entries) {
            this.connection = connection;
            this.statement = statement;
            this.entries = entries;
        }

        void set(String type, Function<LedgerEntry, @Nullable Object> column) throws SQLException {
            parameter++;
            statement.setArray(
                    parameter,
                    connection.createArrayOf(
                            type, entries.parallelStream().map(column).toArray()));
        }
    }
}
