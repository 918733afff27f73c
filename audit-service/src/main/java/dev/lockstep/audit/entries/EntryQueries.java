package dev.lockstep.audit.entries;

import dev.lockstep.audit.ledger.DatabaseException;
import dev.lockstep.audit.ledger.LedgerRows;
import dev.lockstep.audit.persons.PersonReader;
import dev.lockstep.history.entry.EntryHead;
import dev.lockstep.history.entry.LedgerEntry;
import dev.lockstep.history.person.Opening;
import dev.lockstep.service.paging.Page;
import dev.lockstep.service.paging.PageRequest;
import dev.lockstep.transparencylog.Hash;
import dev.lockstep.transparencylog.TreeHasher;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.ToLongFunction;

/** Finds entries, and among them only those that the reader may know of. */
@ApplicationScoped
public class EntryQueries {

    private static final String OF_THE_CLUSTER = """
            e.cluster = (select r.cluster from entry r where r.rollout = ? and r.cluster is not null order by r.index limit 1)
            and e.type = any(?)""";

    @Inject
    LogSearch log;

    @Inject
    PersonReader persons;

    /** One page of entries. */
    public Page<Entry> page(Search search, Condition visible, Order order, PageRequest page) {
        return page(search, visible, order, page, Entry::of, Entry::index);
    }

    /** One page of entries, each as something of the caller's own. */
    public <T> Page<T> page(
            Search search, Condition visible, Order order, PageRequest page, Row<T> row, ToLongFunction<T> index) {
        List<Stored> found =
                log.find(search, visible, order, page.afterNumber(), page.limit() + 1, LedgerRows.COLUMNS, Stored::of);
        return Page.of(opened(found, row), page, item -> Long.toString(index.applyAsLong(item)));
    }

    /** What is done with an entry. */
    public interface Row<T> {

        /**
         * Makes something of it.
         *
         * @param entry as it is stored and hashed
         * @param opened the same for people to read
         */
        T of(long index, LedgerEntry entry, LedgerEntry opened);
    }

    private record Stored(long index, LedgerEntry entry) {

        static Stored of(ResultSet row) throws SQLException {
            return new Stored(row.getLong("index"), LedgerRows.entry(row));
        }
    }

    private <T> List<T> opened(List<Stored> found, Row<T> row) {
        try {
            Opening opening = persons.of(found.stream().map(Stored::entry).toList());
            return found.stream()
                    .map(each -> row.of(each.index(), each.entry(), each.entry().opened(opening)))
                    .toList();
        } catch (SQLException failed) {
            throw new DatabaseException("opening entries", failed);
        }
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
                        (_, entry, _) -> entry.leaf().data())
                .stream()
                .findFirst();
    }

    /**
     * An entry and its place in the log.
     *
     * @param entry as it is stored and hashed
     * @param opened the same for people to read
     */
    public record Happening(long index, LedgerEntry entry, LedgerEntry opened) {}

    /** What happened of these types on the cluster of a rollout, in the order of the log. */
    public List<Happening> onClusterOf(UUID rollout, Collection<String> types, Condition visible) {
        return select(
                Condition.all(List.of(Condition.of(OF_THE_CLUSTER, rollout, types.toArray(String[]::new)), visible)),
                " order by e.index",
                Happening::new);
    }

    /**
     * What happened of these types in an organization and on none of its clusters, in the order of the log. It is for what is proved
     * about a cluster that the reader may know of, and not to be shown.
     */
    public List<Happening> onOrganization(String organization, Collection<String> types) {
        return select(
                Condition.of(
                        "e.organization = ? and e.cluster is null and e.type = any(?)",
                        organization,
                        types.toArray(String[]::new)),
                " order by e.index",
                Happening::new);
    }

    /**
     * An entry of a stream as it is filed, and what is hashed of it.
     *
     * @param version its place in the stream
     * @param asItSays whether type and cluster are filed as the leaf says
     */
    public record Filed(long index, long version, boolean asItSays, Hash leafHash) {}

    /** All entries of a stream among the first {@code size} of the log, in the order of their versions. */
    public List<Filed> stream(String source, String stream, long size, Condition visible) {
        TreeHasher hasher = new TreeHasher();
        return log.select(
                "e.index, e.stream_version, e.type, e.cluster, e.content",
                Condition.all(List.of(
                        Condition.of("e.source = ? and e.stream = ? and e.index < ?", source, stream, size), visible)),
                " order by e.stream_version",
                row -> {
                    byte[] leaf = row.getString("content").getBytes(StandardCharsets.UTF_8);
                    EntryHead says = EntryHead.read(leaf);
                    return new Filed(
                            row.getLong("index"),
                            row.getLong("stream_version"),
                            says.type().equals(row.getString("type"))
                                    && says.partitionKey().equals(row.getString("cluster")),
                            hasher.leaf(leaf));
                });
    }

    private <T> List<T> select(Condition condition, String rest, Row<T> row) {
        return opened(log.select(LedgerRows.COLUMNS, condition, rest, Stored::of), row);
    }
}
