package dev.lockstep.benchmarks;

import dev.lockstep.history.entry.LedgerEntry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** What the machine takes of the same rows without Lockstep: no words, no tree, no signature, and no index but the key. */
final class PlainRows {

    /** As many as the service takes in at most in one transaction. */
    static final int BATCH = 500;

    private static final List<Function<LedgerEntry, Object>> COLUMNS = List.of(
            LedgerEntry::eventId,
            LedgerEntry::source,
            LedgerEntry::type,
            LedgerEntry::stream,
            entry -> Long.toString(entry.streamVersion()),
            entry -> entry.time().toString(),
            entry -> String.valueOf(entry.actor()),
            entry -> String.valueOf(entry.organization()),
            entry -> String.valueOf(entry.cluster()),
            entry -> String.valueOf(entry.rollout()),
            entry -> String.valueOf(entry.step()),
            entry -> entry.leaf().content());

    private PlainRows() {}

    /** Inserts rows, each batch in a transaction of its own; rows a second. */
    static double insert(Database database, long first, int count) throws SQLException {
        String columns = "c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12";
        database.execute("create table plain_entry (index bigint primary key, %s text)"
                .formatted(columns.replace(",", " text,")));
        List<LedgerEntry> rows = LongStream.range(first, first + count)
                .mapToObj(SampleHistory::entry)
                .toList();
        String arrays = COLUMNS.stream().map(_ -> "?::text[]").collect(Collectors.joining(", "));
        try (Connection connection = database.pool().getConnection();
                PreparedStatement insert = connection.prepareStatement(
                        "insert into plain_entry select ? + n, %1$s from unnest(%2$s) with ordinality as e (%1$s, n)"
                                .formatted(columns, arrays))) {
            long start = System.nanoTime();
            for (int from = 0; from < rows.size(); from += BATCH) {
                List<LedgerEntry> batch = rows.subList(from, Math.min(rows.size(), from + BATCH));
                insert.setLong(1, from);
                for (int column = 0; column < COLUMNS.size(); column++) {
                    Object[] values = batch.stream().map(COLUMNS.get(column)).toArray();
                    insert.setArray(column + 2, connection.createArrayOf("text", values));
                }
                insert.executeUpdate();
            }
            return rows.size() * 1e9 / (System.nanoTime() - start);
        }
    }
}
