package dev.lockstep.audit.ledger;

import dev.lockstep.audit.persons.PersonTable;
import dev.lockstep.contracts.MalformedEventException;
import dev.lockstep.contracts.records.RecordsEvent;
import dev.lockstep.history.entry.Leaf;
import dev.lockstep.history.entry.LedgerEntry;
import dev.lockstep.history.entry.UnreadableEventException;
import dev.lockstep.transparencylog.Checked;
import dev.lockstep.transparencylog.Checkpoint;
import dev.lockstep.transparencylog.Hash;
import dev.lockstep.transparencylog.MissingTileException;
import dev.lockstep.transparencylog.Tile;
import dev.lockstep.transparencylog.TileId;
import dev.lockstep.transparencylog.TiledTree;
import dev.lockstep.transparencylog.TreeBuilder;
import dev.lockstep.transparencylog.TreeHasher;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads the whole log as it is stored and compares it with what was signed.
 *
 * @param size leaves under the latest checkpoint
 * @param findings what does not hold, at most {@value #MOST_FINDINGS}; empty if all of it holds
 */
public record Verification(long size, List<Finding> findings) {

    /** Findings after which the rest is not looked at. */
    public static final int MOST_FINDINGS = 100;

    private static final int FETCH = 1_000;
    private static final String CHECKPOINTS = "select size, note from checkpoint order by size";
    private static final String LATEST_CHECKPOINTS = "select size, note from checkpoint order by size desc";
    private static final String ENTRIES = """
            select %s, array_to_string(tsvector_to_array(e.words), ' ') as words from entry e order by e.index
            """.formatted(LedgerRows.COLUMNS);

    /** Keeps its own copy. */
    public Verification {
        findings = List.copyOf(findings);
    }

    /**
     * Something that does not hold.
     *
     * @param kind what sort of damage
     * @param index the entry, or for checkpoints and tiles the number of leaves up to which it matters
     * @param detail in a sentence
     */
    public record Finding(Kind kind, long index, String detail) {

        /** The sorts of damage. */
        public enum Kind {
            /** No entry has this index. */
            ENTRY_MISSING,
            /** There are more entries than were signed. */
            ENTRY_ADDED,
            /** The leaf is not the one that was hashed. */
            LEAF_CHANGED,
            /** What the entry is searched by is not what its leaf says. */
            COLUMNS_CHANGED,
            /** The data beside the leaf are not those it stands for. */
            DATA_CHANGED,
            /**
             * The key of a person is not there and nobody erased them, or they were erased and it is there; or what an entry has under
             * keys is not what was sealed there.
             */
            PERSON_KEYS,
            /** The entries do not lead to the signed root; the first such checkpoint is told, all later ones follow. */
            ROOT_MISMATCH,
            /** A checkpoint is not signed by this log. */
            CHECKPOINT_FORGED,
            /** A tile is missing, or is not that of the tree. */
            TILES_DAMAGED,
            /** The log ends before what is known to have been signed: an older state was restored, or the end was cut off. */
            SET_BACK,
            /** The log does not begin with what is known to have been signed. */
            OTHER_HISTORY,
            /** What was published could not be read, and was not compared. */
            NOT_COMPARED
        }
    }

    /**
     * Verifies what the connection's transaction sees; it should be a repeatable read, for appending goes on.
     *
     * @param persons the keys of persons: what is searched for follows from what they open
     * @param known checkpoints of this log that are known from elsewhere than its database
     */
    public static Verification of(
            Connection connection, LogIdentity identity, PersonTable persons, Collection<Checkpoint> known)
            throws SQLException {
        Check check = new Check(
                connection,
                identity,
                new PersonCheck(persons.all(connection), ErasedPersons.forgottenTo(connection)),
                known);
        check.latest();
        check.whatIsKnown();
        check.entriesAndCheckpoints();
        check.tiles();
        Places.check(
                connection, check.sites, (index, detail) -> check.find(Finding.Kind.COLUMNS_CHANGED, index, detail));
        return new Verification(check.size, check.findings);
    }

    /** The same with one more finding. */
    public Verification with(Finding finding) {
        List<Finding> more = new ArrayList<>(findings);
        more.add(finding);
        return new Verification(size, more);
    }

    private static final class Check {

        private final Connection connection;
        private final LogIdentity identity;
        private final StoredTiles tiles;
        private final List<Finding> findings = new ArrayList<>();
        private final TreeBuilder tree = new TreeBuilder(this::compare);
        private final Deque<Checkpoint> known;
        private final TreeHasher hasher = new TreeHasher();
        private final Map<String, String> sites = new TreeMap<>();
        private final DataCheck data = new DataCheck(this::find);
        private final PersonCheck persons;
        private List<Hash> leafTile = List.of();
        private long leafTileIndex = -1;
        private boolean rootMismatch;
        private @Nullable Checkpoint latest;
        private @Nullable Checkpoint next;
        private long size;

        Check(Connection connection, LogIdentity identity, PersonCheck persons, Collection<Checkpoint> known) {
            this.persons = persons;
            this.known = known.stream()
                    .sorted(Comparator.comparingLong(Checkpoint::size))
                    .collect(Collectors.toCollection(ArrayDeque::new));
            this.connection = connection;
            this.identity = identity;
            this.tiles = new StoredTiles(connection);
        }

        private void find(Finding.Kind kind, long index, String detail) {
            if (findings.size() < MOST_FINDINGS) {
                findings.add(new Finding(kind, index, detail));
            }
        }

        /** The latest checkpoint that this log signed. */
        void latest() throws SQLException {
            try (PreparedStatement statement = connection.prepareStatement(LATEST_CHECKPOINTS)) {
                statement.setFetchSize(1);
                try (ResultSet rows = statement.executeQuery()) {
                    while (latest == null && rows.next()) {
                        latest = signed(rows, false);
                    }
                }
            }
            size = latest == null ? 0 : latest.size();
        }

        /** Goes through the entries, and beside them through the checkpoints, so that neither has to be kept. */
        void entriesAndCheckpoints() throws SQLException {
            try (PreparedStatement statement = connection.prepareStatement(CHECKPOINTS)) {
                statement.setFetchSize(FETCH);
                try (ResultSet checkpoints = statement.executeQuery()) {
                    next = nextSigned(checkpoints);
                    entries(checkpoints);
                    while (next != null) {
                        next = nextSigned(checkpoints);
                    }
                }
            }
        }

        private @Nullable Checkpoint nextSigned(ResultSet checkpoints) throws SQLException {
            Checkpoint found = null;
            while (found == null && checkpoints.next()) {
                found = signed(checkpoints, true);
            }
            return found;
        }

        private @Nullable Checkpoint signed(ResultSet row, boolean tell) throws SQLException {
            long stated = row.getLong(1);
            Checked<Checkpoint> opened = identity.open(row.getString(2));
            if (opened instanceof Checked.Accepted<Checkpoint>(Checkpoint checkpoint) && checkpoint.size() == stated) {
                return checkpoint;
            }
            if (tell) {
                String forged = switch (opened) {
                    case Checked.Accepted<Checkpoint>(Checkpoint other) -> "it was signed for " + other.size();
                    case Checked.Refused<Checkpoint>(var refusal) -> refusal.detail();
                };
                find(Finding.Kind.CHECKPOINT_FORGED, stated, forged);
            }
            return null;
        }

        private void entries(ResultSet checkpoints) throws SQLException {
            long due = 0;
            try (PreparedStatement statement = connection.prepareStatement(ENTRIES)) {
                statement.setFetchSize(FETCH);
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next() && findings.size() < MOST_FINDINGS) {
                        long index = rows.getLong(1);
                        for (; due < index && findings.size() < MOST_FINDINGS; due++) {
                            missing(due, checkpoints);
                        }
                        due = index + 1;
                        entry(index, rows, checkpoints);
                    }
                }
            }
            for (; due < size && findings.size() < MOST_FINDINGS; due++) {
                missing(due, checkpoints);
            }
            data.end();
            persons.end((index, detail) -> find(Finding.Kind.PERSON_KEYS, index, detail));
        }

        private void missing(long index, ResultSet checkpoints) throws SQLException {
            find(Finding.Kind.ENTRY_MISSING, index, "there is no entry " + index);
            accumulate(index, TreeHasher.EMPTY_ROOT, checkpoints);
        }

        private void entry(long index, ResultSet row, ResultSet checkpoints) throws SQLException {
            if (index >= size) {
                find(Finding.Kind.ENTRY_ADDED, index, "the log was signed for " + size + " entries");
                return;
            }
            Leaf leaf = new Leaf(row.getString("content"), row.getString("detached"));
            Hash hash = hasher.leaf(leaf.toBytes());
            int place = (int) (index % TileId.WIDTH);
            readLeafTile(index / TileId.WIDTH);
            if (place < leafTile.size() && !hash.equals(leafTile.get(place))) {
                find(Finding.Kind.LEAF_CHANGED, index, "entry " + index + " is not the one that was hashed");
            }
            readable(index, leaf, row);
            accumulate(index, hash, checkpoints);
        }

        private void readable(long index, Leaf leaf, ResultSet row) throws SQLException {
            try {
                LedgerEntry entry = LedgerEntry.read(leaf);
                ClusterSites.registration(entry)
                        .ifPresent(cluster -> sites.put(cluster.cluster().value(), cluster.site()));
                LedgerEntry stored = LedgerRows.entry(row);
                if (leaf.detached() == null && entry.dataSha256().isPresent()) {
                    entry = entry.knownBy(stored.organization(), stored.rollout(), stored.step());
                    data.lacking(index, entry);
                } else if (!entry.isWhole()) {
                    find(Finding.Kind.DATA_CHANGED, index, "the data of entry " + index + " are not those of its leaf");
                }
                RecordsEvent said = GivenUpData.statement(entry).orElse(null);
                if (said instanceof RecordsEvent.DataGivenUp decided) {
                    data.decided(index, decided);
                } else if (said instanceof RecordsEvent.PersonErased erased) {
                    persons.erased(index, erased);
                }
                boolean isBehind =
                        persons.take(index, entry, (place, detail) -> find(Finding.Kind.PERSON_KEYS, place, detail));
                if (!entry.equals(stored)
                        || (!isBehind
                                && !SearchWords.of(entry, persons.opening())
                                        .equals(SearchWords.stored(row.getString("words"))))) {
                    find(Finding.Kind.COLUMNS_CHANGED, index, "entry " + index + " is not searched by what it says");
                }
            } catch (UnreadableEventException | MalformedEventException unreadable) {
                find(Finding.Kind.LEAF_CHANGED, index, "entry " + index + ": " + unreadable.getMessage());
            }
        }

        private void readLeafTile(long tileIndex) {
            if (tileIndex == leafTileIndex) {
                return;
            }
            leafTileIndex = tileIndex;
            TileId id = new TileId(0, tileIndex);
            Tile tile = tiles.read(Set.of(id)).get(id);
            leafTile = tile == null ? List.of() : tile.hashes();
            if (leafTile.size() < id.widthAt(size)) {
                find(
                        Finding.Kind.TILES_DAMAGED,
                        tileIndex * TileId.WIDTH + leafTile.size(),
                        "tile %d of the leaves is cut short or missing".formatted(tileIndex));
            }
        }

        private void accumulate(long index, Hash leaf, ResultSet checkpoints) throws SQLException {
            tree.add(leaf);
            compareKnown();
            while (next != null && next.size() <= index + 1) {
                Hash signed = next.root();
                if (!rootMismatch && next.size() == index + 1 && !signed.equals(tree.root())) {
                    rootMismatch = true;
                    find(
                            Finding.Kind.ROOT_MISMATCH,
                            index + 1,
                            "the first %d entries have root %s, signed was %s"
                                    .formatted(index + 1, tree.root().toBase64(), signed.toBase64()));
                }
                next = nextSigned(checkpoints);
            }
        }

        /** Tiles of the leaves are compared leaf by leaf. */
        private void compare(Tile made) {
            if (made.id().level() == 0) {
                return;
            }
            Tile stored = tiles.read(Set.of(made.id())).get(made.id());
            if (stored == null
                    || stored.width() < made.width()
                    || !Arrays.equals(stored.toBytes(made.width()), made.toBytes())) {
                find(
                        Finding.Kind.TILES_DAMAGED,
                        tree.size(),
                        "tile %d of level %d does not follow from the entries"
                                .formatted(made.id().index(), made.id().level()));
            }
        }

        private void compareKnown() {
            Checkpoint due = known.peek();
            while (due != null && due.size() <= tree.size()) {
                if (due.size() == tree.size() && !due.root().equals(tree.root())) {
                    find(
                            Finding.Kind.OTHER_HISTORY,
                            due.size(),
                            "its first %d entries are not those that were signed".formatted(due.size()));
                }
                known.remove();
                due = known.peek();
            }
        }

        void whatIsKnown() {
            if (!known.isEmpty() && known.getLast().size() > size) {
                find(
                        Finding.Kind.SET_BACK,
                        size,
                        "the log was signed for %d entries; it has %d"
                                .formatted(known.getLast().size(), size));
            }
        }

        void tiles() {
            if (latest == null) {
                return;
            }
            if (tree.size() == size) {
                tree.partial().forEach(this::compare);
            }
            try {
                Hash stored = new TiledTree(tiles, size).root();
                if (!stored.equals(latest.root())) {
                    find(Finding.Kind.TILES_DAMAGED, size, "the tiles lead to root " + stored.toBase64());
                }
            } catch (MissingTileException missing) {
                find(Finding.Kind.TILES_DAMAGED, size, String.valueOf(missing.getMessage()));
            }
        }
    }
}
