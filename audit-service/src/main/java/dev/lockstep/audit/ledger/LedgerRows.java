package dev.lockstep.audit.ledger;

import dev.lockstep.history.entry.Leaf;
import dev.lockstep.history.entry.LedgerEntry;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.UUID;

/** Rows of the table of entries as entries. */
public final class LedgerRows {

    /** The columns that make an entry, of the table called {@code e}. */
    public static final String COLUMNS = """
            e.index, e.event_id, e.source, e.type, e.stream, e.stream_version, e.time, e.actor, e.organization, e.cluster, e.rollout,
            e.step, e.content, e.detached""";

    private LedgerRows() {}

    /** The entry that a row with {@link #COLUMNS} holds. */
    public static LedgerEntry entry(ResultSet row) throws SQLException {
        return new LedgerEntry(
                row.getString("event_id"),
                row.getString("source"),
                row.getString("type"),
                row.getString("stream"),
                row.getLong("stream_version"),
                row.getObject("time", OffsetDateTime.class).toInstant(),
                row.getString("actor"),
                row.getString("organization"),
                row.getString("cluster"),
                row.getObject("rollout", UUID.class),
                row.getString("step"),
                new Leaf(row.getString("content"), row.getString("detached")));
    }
}
