package dev.lockstep.benchmarks;

import dev.lockstep.audit.ledger.LogIdentity;
import dev.lockstep.audit.ledger.SearchWords;
import dev.lockstep.audit.ledger.TimeSpans;
import dev.lockstep.history.entry.LedgerEntry;
import dev.lockstep.transparencylog.Checkpoint;
import dev.lockstep.transparencylog.Hash;
import dev.lockstep.transparencylog.Tile;
import dev.lockstep.transparencylog.TreeBuilder;
import dev.lockstep.transparencylog.TreeHasher;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;

/**
 * Fills the database of an audit service with a sample history: rows by COPY, indexes afterwards, and over them the tree and the
 * checkpoints that the service would have made.
 */
final class LoadedHistory {

    private static final int CHUNK = 20_000;
    private static final int BETWEEN_CHECKPOINTS = 200;
    private static final List<String> SCHEMA =
            List.of("/db/migration/V1__ledger.sql", "/db/migration/V2__search.sql", "/db/migration/V7__persons.sql");

    private record Row(String text, Hash leaf) {}

    private record Later(String drop, String create) {}

    private LoadedHistory() {}

    /** Makes the tables of an audit service in a database that has an event store. */
    static void schema(Database database) throws SQLException, IOException {
        for (String script : SCHEMA) {
            try (InputStream sql = Objects.requireNonNull(LogIdentity.class.getResourceAsStream(script))) {
                database.execute(new String(sql.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        database.execute("alter table entry alter column words set not null");
        for (int cluster = 0; cluster < SampleHistory.CLUSTERS; cluster++) {
            database.execute("insert into cluster_site values ('%s', '%s')"
                    .formatted(SampleHistory.cluster(cluster), SampleHistory.site(cluster)));
        }
    }

    /** Loads so many entries and signs them. */
    static void load(Database database, LogIdentity identity, long entries) throws SQLException, IOException {
        try (Connection connection = database.direct().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("set maintenance_work_mem = '1GB'");
            List<Later> later = whatComesLater(statement);
            for (Later each : later) {
                statement.execute(each.drop());
            }
            rows(connection, identity, entries);
            for (Later each : later) {
                statement.execute(each.create());
            }
            statement.execute("""
                    insert into entry_span select index / %1$d, min(time), max(time) from entry group by index / %1$d""".formatted(TimeSpans.BLOCK));
            statement.execute("vacuum analyze");
        }
    }

    /** What the loaded history takes. */
    static List<Figure> sizes(Database database) throws SQLException {
        try (Connection connection = database.direct().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("""
                        select pg_table_size('entry') / 1e6, pg_indexes_size('entry') / 1e6,
                               (select avg(octet_length(content)) from entry where index < 20000)""")) {
            row.next();
            return List.of(
                    Figure.information("  bytes of a leaf", row.getDouble(3), "bytes"),
                    Figure.information("  table of entries", row.getDouble(1), "MB"),
                    Figure.information("  its indexes", row.getDouble(2), "MB"));
        }
    }

    /** Indexes and constraints of the entries, to be made when the rows are there. */
    private static List<Later> whatComesLater(Statement statement) throws SQLException {
        List<Later> later = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery("""
                select 'alter table entry drop constraint ' || conname,
                       'alter table entry add constraint ' || conname || ' ' || pg_get_constraintdef(oid)
                from pg_constraint where conrelid = 'entry'::regclass and contype in ('p', 'u')
                union all
                select 'drop index ' || i.indexrelid::regclass, pg_get_indexdef(i.indexrelid)
                from pg_index i where i.indrelid = 'entry'::regclass
                and not exists (select 1 from pg_constraint c where c.conindid = i.indexrelid)
                """)) {
            while (rows.next()) {
                later.add(new Later(rows.getString(1), rows.getString(2)));
            }
        }
        return later;
    }

    private static void rows(Connection connection, LogIdentity identity, long entries)
            throws SQLException, IOException {
        StringBuilder tiles = new StringBuilder();
        StringBuilder checkpoints = new StringBuilder();
        TreeBuilder tree = new TreeBuilder(tile -> append(tiles, tile));
        CopyManager copying = connection.unwrap(PGConnection.class).getCopyAPI();
        CopyIn copy = copying.copyIn("""
                copy entry (index, event_id, source, type, stream, stream_version, time, actor, organization, cluster, rollout,
                            step, site, words, content) from stdin""");
        for (long from = 0; from < entries; from += CHUNK) {
            List<Row> chunk = LongStream.range(from, Math.min(entries, from + CHUNK))
                    .parallel()
                    .mapToObj(LoadedHistory::row)
                    .toList();
            byte[] text =
                    chunk.stream().map(Row::text).collect(Collectors.joining()).getBytes(StandardCharsets.UTF_8);
            copy.writeToCopy(text, 0, text.length);
            for (Row row : chunk) {
                tree.add(row.leaf());
                if (tree.size() % BETWEEN_CHECKPOINTS == 0 || tree.size() == entries) {
                    Checkpoint head = new Checkpoint(identity.origin(), tree.size(), tree.root());
                    checkpoints
                            .append(head.size())
                            .append('\t')
                            .append(escaped(identity.sign(head).toString()))
                            .append('\t')
                            .append(Instant.EPOCH)
                            .append('\n');
                }
            }
        }
        copy.endCopy();
        tree.partial().forEach(tile -> append(tiles, tile));
        copyAll(copying, "copy tile (level, index, hashes) from stdin", tiles);
        copyAll(copying, "copy checkpoint (size, note, signed_at) from stdin", checkpoints);
    }

    private static void copyAll(CopyManager copying, String into, StringBuilder rows) throws SQLException {
        CopyIn copy = copying.copyIn(into);
        byte[] text = rows.toString().getBytes(StandardCharsets.UTF_8);
        copy.writeToCopy(text, 0, text.length);
        copy.endCopy();
    }

    private static void append(StringBuilder rows, Tile tile) {
        rows.append(tile.id().level())
                .append('\t')
                .append(tile.id().index())
                .append("\t\\\\x")
                .append(HexFormat.of().formatHex(tile.toBytes()))
                .append('\n');
    }

    private static Row row(long index) {
        LedgerEntry entry = SampleHistory.sealedEntry(index);
        String words = SearchWords.of(entry, SampleHistory.opening()).stream()
                .map(word -> "'" + word + "'")
                .collect(Collectors.joining(" "));
        String text = String.join(
                        "\t",
                        Long.toString(index),
                        entry.eventId(),
                        entry.source(),
                        entry.type(),
                        entry.stream(),
                        Long.toString(entry.streamVersion()),
                        entry.time().toString(),
                        orNull(entry.actor()),
                        orNull(entry.organization()),
                        orNull(entry.cluster()),
                        orNull(entry.rollout()),
                        orNull(entry.step()),
                        SampleHistory.site(SampleHistory.clusterOf(index)),
                        words,
                        escaped(entry.leaf().content()))
                + "\n";
        return new Row(text, new TreeHasher().leaf(entry.leaf().toBytes()));
    }

    private static String orNull(@Nullable Object value) {
        return value == null ? "\\N" : escaped(value.toString());
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t");
    }
}
