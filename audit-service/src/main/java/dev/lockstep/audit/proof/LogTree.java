package dev.lockstep.audit.proof;

import dev.lockstep.audit.ledger.CheckpointMemory;
import dev.lockstep.audit.ledger.DatabaseException;
import dev.lockstep.audit.ledger.Ledger;
import dev.lockstep.audit.ledger.LogIdentity;
import dev.lockstep.audit.ledger.StoredTiles;
import dev.lockstep.audit.ledger.Verification;
import dev.lockstep.audit.persons.PersonTable;
import dev.lockstep.audit.publication.CheckpointPublication;
import dev.lockstep.transparencylog.Checkpoint;
import dev.lockstep.transparencylog.Hash;
import dev.lockstep.transparencylog.ProofVerifier;
import dev.lockstep.transparencylog.SignedNote;
import dev.lockstep.transparencylog.Tile;
import dev.lockstep.transparencylog.TileId;
import dev.lockstep.transparencylog.TileReader;
import dev.lockstep.transparencylog.TiledTree;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import javax.sql.DataSource;
import org.apache.kafka.common.KafkaException;

/** The tree under the latest checkpoint. */
@ApplicationScoped
public class LogTree {

    @Inject
    DataSource dataSource;

    @Inject
    LogIdentity identity;

    @Inject
    PersonTable persons;

    @Inject
    CheckpointMemory memory;

    @Inject
    CheckpointPublication publication;

    /**
     * A signed state of the log.
     *
     * @param note as it was signed
     * @param checkpoint what it says
     */
    public record Head(SignedNote note, Checkpoint checkpoint) {}

    /** A question about the tree of a head. */
    public interface Question<T> {
        T of(Head head, TiledTree tree);
    }

    /** Asks about the tree of the latest checkpoint; empty while the log is. */
    public <T> Optional<T> ask(Question<T> question) {
        return read(connection -> Ledger.latestNote(connection)
                .map(this::head)
                .map(head -> question.of(
                        head,
                        new TiledTree(
                                new StoredTiles(connection), head.checkpoint().size()))));
    }

    /** The smallest state that was signed with at least so many entries; empty when none was. */
    public Optional<Head> covering(long entries) {
        return read(connection -> Ledger.noteCovering(connection, entries).map(this::head));
    }

    /**
     * What is wrong with entries that a signed state is said to hold; empty when each is in its tree at its place.
     *
     * @param leaves their hashes by their indexes
     */
    public Optional<String> objection(Checkpoint state, SortedMap<Long, Hash> leaves) {
        return read(connection -> {
            TiledTree of = new TiledTree(new ReadOnce(new StoredTiles(connection)), state.size());
            ProofVerifier verifier = new ProofVerifier();
            return leaves.entrySet().stream()
                    .filter(leaf -> verifier.inclusion(
                                    leaf.getKey(),
                                    state.size(),
                                    leaf.getValue(),
                                    of.inclusionProof(leaf.getKey()),
                                    state.root())
                            .isPresent())
                    .findFirst()
                    .map(leaf -> "entry %d is not the one that was signed".formatted(leaf.getKey()));
        });
    }

    /** Tiles that are asked for again are read once. */
    private static final class ReadOnce implements TileReader {

        private final TileReader stored;
        private final Map<TileId, Tile> known = new HashMap<>();

        ReadOnce(TileReader stored) {
            this.stored = stored;
        }

        @Override
        public Map<TileId, Tile> read(Set<TileId> places) {
            Set<TileId> missing = new HashSet<>(places);
            missing.removeAll(known.keySet());
            if (!missing.isEmpty()) {
                known.putAll(stored.read(missing));
            }
            Map<TileId, Tile> found = new HashMap<>(known);
            found.keySet().retainAll(places);
            return found;
        }
    }

    private Head head(String note) {
        return new Head(
                SignedNote.parse(note.getBytes(StandardCharsets.UTF_8)).orElseThrow(),
                identity.open(note).orElseThrow());
    }

    /** The bytes of a tile; empty when the log does not have that many hashes there. */
    public Optional<byte[]> tile(TileId.Sized wanted) {
        return read(connection -> {
            Tile tile = new StoredTiles(connection).read(Set.of(wanted.id())).get(wanted.id());
            return tile == null || tile.width() < wanted.width()
                    ? Optional.empty()
                    : Optional.of(tile.toBytes(wanted.width()));
        });
    }

    /** Compares all that is stored with all that was signed, and with what is known to have been signed from outside the database. */
    public Verification verify() {
        List<Checkpoint> known = new ArrayList<>(memory.remembered().stream().toList());
        Optional<String> notCompared = Optional.empty();
        try {
            Optional<Checkpoint> published = publication.latest();
            published.ifPresent(known::add);
            if (published.isEmpty()) {
                notCompared = Optional.of("no checkpoint was published yet, or somebody removed them all");
            }
        } catch (KafkaException unreadable) {
            notCompared = Optional.of("the published checkpoints could not be read: " + unreadable.getMessage());
        }
        Verification verification = verify(known);
        return notCompared
                .filter(_ -> verification.size() > 0)
                .map(why -> verification.with(new Verification.Finding(Verification.Finding.Kind.NOT_COMPARED, 0, why)))
                .orElse(verification);
    }

    private Verification verify(List<Checkpoint> known) {
        return read(connection -> {
            connection.setAutoCommit(false);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            try {
                return Verification.of(connection, identity, persons, known);
            } finally {
                connection.rollback();
                connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
                connection.setAutoCommit(true);
            }
        });
    }

    private interface Reading<T> {
        T from(Connection connection) throws SQLException;
    }

    private <T> T read(Reading<T> reading) {
        try (Connection connection = dataSource.getConnection()) {
            return reading.from(connection);
        } catch (SQLException failed) {
            throw new DatabaseException("reading the log", failed);
        }
    }
}
