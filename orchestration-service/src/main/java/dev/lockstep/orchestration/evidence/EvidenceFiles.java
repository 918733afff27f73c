package dev.lockstep.orchestration.evidence;

import dev.lockstep.eventsourcing.EventStoreException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;

/** The evidence that is kept as files. They are written once, found by their hash, and stay as long as the rollout's events. */
@ApplicationScoped
public class EvidenceFiles {

    /** Files that a step may have. */
    public static final int MOST_OF_STEP = 20;

    private static final String COLUMNS = "number, step, name, media_type, octet_length(content), sha256, given_at";

    private final DataSource database;

    @Inject
    EvidenceFiles(DataSource database) {
        this.database = database;
    }

    /** Its SHA-256, in hexadecimal. */
    public static String hash(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every platform has SHA-256", e);
        }
    }

    /**
     * Keeps a file. The same content given again for the step is the file that was given first.
     *
     * @return empty when the step has {@link #MOST_OF_STEP} others
     */
    public Optional<EvidenceFile> keep(
            UUID rollout, String step, String name, String mediaType, byte[] content, Instant now) {
        String hash = hash(content);
        try (Connection connection = database.getConnection();
                PreparedStatement insert = connection.prepareStatement("""
                        insert into evidence_file (rollout, step, sha256, name, media_type, content, given_at)
                        select ?, ?, ?, ?, ?, ?, ?
                         where (select count(*) from evidence_file where rollout = ? and step = ?) < ?
                        on conflict do nothing""")) {
            insert.setObject(1, rollout);
            insert.setString(2, step);
            insert.setString(3, hash);
            insert.setString(4, name);
            insert.setString(5, mediaType);
            insert.setBytes(6, content);
            insert.setTimestamp(7, Timestamp.from(now));
            insert.setObject(8, rollout);
            insert.setString(9, step);
            insert.setInt(10, MOST_OF_STEP);
            insert.executeUpdate();
        } catch (SQLException e) {
            throw new EventStoreException("Evidence cannot be kept", e);
        }
        return find(rollout, step, hash);
    }

    /** The file of a step that has a hash. */
    public Optional<EvidenceFile> find(UUID rollout, String step, String sha256) {
        return read("rollout = ? and step = ? and sha256 = ?", rollout, step, sha256).stream()
                .findFirst();
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

    /** What is in a file. */
    public byte[] content(EvidenceFile file) {
        try (Connection connection = database.getConnection();
                PreparedStatement select =
                        connection.prepareStatement("select content from evidence_file where number = ?")) {
            select.setLong(1, file.number());
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getBytes(1);
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
                row.getTimestamp(7).toInstant());
    }
}
