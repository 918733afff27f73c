package dev.lockstep.audit.witness;

import dev.lockstep.transparencylog.NoteSignature;
import dev.lockstep.transparencylog.SignedNote;
import dev.lockstep.transparencylog.WitnessKey;
import dev.lockstep.transparencylog.WitnessKey.Cosignature;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/** The cosignatures in the database. Whoever reads them verifies them: they are kept as they came. */
final class Cosignatures {

    private static final String ADD = """
            insert into cosignature (size, witness, name, signature, cosigned_at) values (?, ?, ?, ?, ?::timestamptz)
            on conflict (size, witness) do nothing
            """;
    private static final String LAST = "select max(size) from cosignature where witness = ?";
    private static final String WITNESSED = """
            select c.size from cosignature c where c.size <= ? and c.witness = any(?)
            group by c.size having count(*) >= ? order by c.size desc limit 1
            """;
    private static final String NOTE = """
            select k.note, c.name, c.signature from cosignature c join checkpoint k on k.size = c.size
            where c.size = ? and c.witness = any(?) order by c.name, c.witness
            """;

    private final Connection connection;

    Cosignatures(Connection connection) {
        this.connection = connection;
    }

    void add(long size, WitnessKey witness, Cosignature cosignature) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(ADD)) {
            statement.setLong(1, size);
            statement.setString(2, witness.toString());
            statement.setString(3, cosignature.line().name());
            statement.setString(4, cosignature.line().encoded());
            statement.setString(5, cosignature.at().toString());
            statement.executeUpdate();
        }
    }

    /** Entries of the greatest state that a witness cosigned; 0 when there is none. */
    long last(WitnessKey witness) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(LAST)) {
            statement.setString(1, witness.toString());
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    /** The greatest checkpoint of at most {@code most} entries that enough witnesses cosigned, with their cosignatures. */
    Optional<SignedNote> witnessed(long most, Witnesses witnesses) throws SQLException {
        Object[] keys = witnesses.all().stream()
                .map(witness -> witness.key().toString())
                .toArray();
        try (PreparedStatement statement = connection.prepareStatement(WITNESSED)) {
            statement.setLong(1, most);
            statement.setArray(2, connection.createArrayOf("text", keys));
            statement.setInt(3, witnesses.quorum());
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? note(row.getLong(1), keys) : Optional.empty();
            }
        }
    }

    private Optional<SignedNote> note(long size, Object[] keys) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(NOTE)) {
            statement.setLong(1, size);
            statement.setArray(2, connection.createArrayOf("text", keys));
            try (ResultSet rows = statement.executeQuery()) {
                SignedNote note = null;
                while (rows.next()) {
                    if (note == null) {
                        note = SignedNote.parse(rows.getString(1).getBytes(StandardCharsets.UTF_8))
                                .orElseThrow();
                    }
                    note = note.with(new NoteSignature(rows.getString(2), rows.getString(3)));
                }
                return Optional.ofNullable(note);
            }
        }
    }
}
