package dev.lockstep.orchestration.evidence;

import dev.lockstep.eventsourcing.EventStoreException;
import dev.lockstep.eventsourcing.postgres.Transactions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;

/**
 * The evidence that is kept as files. They are written once, found by their hash, and stay as long as the rollout's events; the database
 * refuses to change them.
 */
@ApplicationScoped
public class EvidenceFiles {

    /** Files that a step may have. */
    public static final int MOST_OF_STEP = 20;

    private static final String COLUMNS =
            "number, step, name, media_type, octet_length(content), sha256, given_at, given_by";

    private final DataSource database;

    @Inject
    EvidenceFiles(DataSource database) {
        this.database = database;
    }

    /**
     * A file as somebody gives it.
     *
     * @param name without a path
     * @param mediaType as the giver says
     * @param content an array's, from where the buffer stands to its limit
     * @param by the id of the giver's account
     */
    public record Gift(String name, String mediaType, ByteBuffer content, String by, Instant at) {}

    /** The SHA-256 of some bytes, in hexadecimal. */
    public static String hash(byte[] content) {
        return hash(ByteBuffer.wrap(content));
    }

    private static String hash(ByteBuffer content) {
        MessageDigest digest = digest();
        digest.update(content.duplicate());
        return HexFormat.of().formatHex(digest.digest());
    }

    static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every platform has SHA-256", e);
        }
    }

    /**
     * Keeps a file. The same content given again for the step is the file that was given first.
     *
     * @return empty when the step has {@link #MOST_OF_STEP} others
     */
    public Optional<EvidenceFile> keep(UUID rollout, String step, Gift gift) {
        String hash = hash(gift.content());
        try {
            Transactions.jdbc(database).call(connection -> {
                takeTurn(connection, rollout, step);
                return insert(connection, rollout, step, hash, gift);
            });
        } catch (SQLException e) {
            throw new EventStoreException("Evidence cannot be kept", e);
        }
        return find(rollout, step, List.of(hash)).stream().findFirst();
    }

    /** One at a time for a step: who counts its files sees all of them. */
    private static void takeTurn(Connection connection, UUID rollout, String step) throws SQLException {
        try (PreparedStatement lock =
                connection.prepareStatement("select pg_advisory_xact_lock(hashtextextended(?, 0))")) {
            lock.setString(1, "evidence %s %s".formatted(rollout, step));
            lock.execute();
        }
    }

    private static int insert(Connection connection, UUID rollout, String step, String hash, Gift gift)
            throws SQLException {
        ByteBuffer content = gift.content();
        try (PreparedStatement insert = connection.prepareStatement("""
                insert into evidence_file (rollout, step, sha256, name, media_type, content, given_at, given_by)
                select ?, ?, ?, ?, ?, ?, ?, ?
                 where (select count(*) from evidence_file where rollout = ? and step = ?) < ?
                on conflict do nothing""")) {
            insert.setObject(1, rollout);
            insert.setString(2, step);
            insert.setString(3, hash);
            insert.setString(4, gift.name());
            insert.setString(5, gift.mediaType());
            insert.setBinaryStream(
                    6,
                    new ByteArrayInputStream(
                            content.array(), content.arrayOffset() + content.position(), content.remaining()),
                    content.remaining());
            insert.setTimestamp(7, Timestamp.from(gift.at()));
            insert.setString(8, gift.by());
            insert.setObject(9, rollout);
            insert.setString(10, step);
            insert.setInt(11, MOST_OF_STEP);
            return insert.executeUpdate();
        }
    }

    /** The files of a step that have one of some hashes, in the order in which they were given. */
    public List<EvidenceFile> find(UUID rollout, String step, Collection<String> hashes) {
        return read(
                "rollout = ? and step = ? and sha256 = any(?) order by number",
                rollout,
                step,
                hashes.toArray(String[]::new));
    }

    /** The files of a rollout in the order in which they were given. */
    public List<EvidenceFile> list(UUID rollout, long after, int limit) {
        return read("rollout = ? and number > ? order by number limit ?", rollout, after, limit);
    }

    /** The file of a rollout that has a hash, whichever step it was given for first. */
    public Optional<EvidenceFile> find(UUID rollout, String sha256) {
        return read("rollout = ? and sha256 = ? order by number limit 1", rollout, sha256).stream()
                .findFirst();
    }

    /**
     * What is in a file. Every slice is a query of its own, so that a slow reader keeps no connection; what a slice is of cannot change
     * between two of them.
     */
    public EvidenceContent content(EvidenceFile file) {
        return new EvidenceContent(file.size(), (from, length) -> slice(file.number(), from, length));
    }

    private byte[] slice(long number, long from, int length) {
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement(
                        "select substring(content from ? for ?) from evidence_file where number = ?")) {
            select.setInt(1, Math.toIntExact(from + 1));
            select.setInt(2, length);
            select.setLong(3, number);
            try (ResultSet row = select.executeQuery()) {
                byte[] slice = row.next() ? row.getBytes(1) : new byte[0];
                if (slice.length != length) {
                    throw new EventStoreException(
                            "Evidence is not whole: at byte %d of file %d".formatted(from, number));
                }
                return slice;
            }
        } catch (SQLException e) {
            throw new EventStoreException("Evidence cannot be read", e);
        }
    }

    private List<EvidenceFile> read(String condition, Object... values) {
        try (Connection connection = database.getConnection();
                PreparedStatement select =
                        connection.prepareStatement("select " + COLUMNS + " from evidence_file where " + condition)) {
            for (int i = 0; i < values.length; i++) {
                select.setObject(i + 1, values[i]);
            }
            List<EvidenceFile> files = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    files.add(file(row));
                }
            }
            return files;
        } catch (SQLException e) {
            throw new EventStoreException("Evidence cannot be read", e);
        }
    }

    private static EvidenceFile file(ResultSet row) throws SQLException {
        return new EvidenceFile(
                row.getLong(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getLong(5),
                row.getString(6),
                row.getTimestamp(7).toInstant(),
                row.getString(8));
    }
}
