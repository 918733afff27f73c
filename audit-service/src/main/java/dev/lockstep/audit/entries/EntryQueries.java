package dev.lockstep.audit.entries;

import dev.lockstep.audit.ledger.DatabaseException;
import dev.lockstep.audit.ledger.LedgerRows;
import dev.lockstep.history.entry.LedgerEntry;
import dev.lockstep.service.paging.Page;
import dev.lockstep.service.paging.PageRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;

/** Finds entries, and among them only those that the reader may know of. */
@ApplicationScoped
public class EntryQueries {

    private static final String COLUMNS = "select e.* from entry e where ";
    private static final String OF_THE_CLUSTER = """
            e.cluster = (select r.cluster from entry r where r.rollout = ? and r.cluster is not null order by r.index limit 1)
            and e.type = any(?)""";

    @Inject
    DataSource dataSource;

    /** What is done with a row. */
    private interface Row<T> {
        T of(long index, LedgerEntry entry);
    }

    /** One page of entries in the order of the log. */
    public Page<Entry> page(EntryFilter filter, Condition visible, PageRequest page) {
        Condition wanted = Condition.all(List.of(
                filter.condition(),
                visible,
                Condition.of("e.index > ?", page.afterNumber().orElse(-1L))));
        List<Entry> found = select(wanted, " order by e.index limit " + (page.limit() + 1), Entry::of);
        return Page.of(found, page, entry -> Long.toString(entry.index()));
    }

    /** The entry at an index; empty when there is none that the reader may know of. */
    public Optional<Entry> entry(long index, Condition visible) {
        return select(Condition.all(List.of(Condition.of("e.index = ?", index), visible)), "", Entry::of).stream()
                .findFirst();
    }

    /** The data of the entry at an index; empty when there is none that the reader may know of. */
    public Optional<byte[]> data(long index, Condition visible) {
        return select(
                        Condition.all(List.of(Condition.of("e.index = ?", index), visible)),
                        "",
                        (_, entry) -> entry.leaf().data())
                .stream()
                .findFirst();
    }

    /** An entry and its place in the log. */
    public record Happening(long index, LedgerEntry entry) {}

    /** What happened of these types on the cluster of a rollout, in the order of the log. */
    public List<Happening> onClusterOf(UUID rollout, Collection<String> types, Condition visible) {
        return select(
                Condition.all(List.of(Condition.of(OF_THE_CLUSTER, rollout, types.toArray(String[]::new)), visible)),
                " order by e.index",
                Happening::new);
    }

    private <T> List<T> select(Condition condition, String rest, Row<T> row) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(COLUMNS + condition.sql() + rest)) {
            int parameter = 1;
            for (Object value : condition.parameters()) {
                if (value instanceof String[] texts) {
                    Array array = connection.createArrayOf("text", texts);
                    statement.setArray(parameter++, array);
                } else {
                    statement.setObject(parameter++, value);
                }
            }
            List<T> found = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(row.of(rows.getLong("index"), LedgerRows.entry(rows)));
                }
            }
            return found;
        } catch (SQLException failed) {
            throw new DatabaseException("reading entries", failed);
        }
    }
}
