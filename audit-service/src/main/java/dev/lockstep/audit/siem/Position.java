package dev.lockstep.audit.siem;

import dev.lockstep.audit.ledger.LedgerRows;
import dev.lockstep.audit.persons.PersonReader;
import dev.lockstep.history.entry.LedgerEntry;
import dev.lockstep.history.person.Opening;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import javax.sql.DataSource;

/**
 * How far the log was handed over to a destination. One replica at a time goes on from there, under a lease: one that falls silent is
 * followed by another, and at worst both hand the same entries over.
 */
final class Position {

    private static final String ENSURE =
            "insert into siem_position (destination, next_index) values (?, 0) on conflict (destination) do nothing";
    private static final String CLAIM = """
            update siem_position set holder = ?, held_until = now() + interval '90 seconds'
            where destination = ? and (holder is null or holder = ? or held_until < now())
            returning next_index
            """;
    private static final String ADVANCE = """
            update siem_position set next_index = ?, held_until = now() + interval '90 seconds'
            where destination = ? and holder = ? and next_index = ?
            """;
    private static final String RELEASE = "update siem_position set holder = null where destination = ? and holder = ?";
    private static final String BEHIND = """
            select coalesce((select max(size) from checkpoint), 0)
                 - coalesce((select next_index from siem_position where destination = ?), 0)
            """;
    private static final String ENTRIES = "select " + LedgerRows.COLUMNS + """
             from entry e
            where e.index >= ? and e.index < (select coalesce(max(size), 0) from checkpoint)
            order by e.index limit ?
            """;

    private final DataSource dataSource;
    private final PersonReader persons;
    private final String destination;
    private final UUID replica;

    Position(DataSource dataSource, PersonReader persons, String destination, UUID replica) {
        this.dataSource = dataSource;
        this.persons = persons;
        this.destination = destination;
        this.replica = replica;
    }

    /** Takes or keeps the lease: the entry that comes next; empty while another replica has it. */
    OptionalLong claim() throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement ensure = connection.prepareStatement(ENSURE);
                PreparedStatement claim = connection.prepareStatement(CLAIM)) {
            ensure.setString(1, destination);
            ensure.executeUpdate();
            claim.setObject(1, replica);
            claim.setString(2, destination);
            claim.setObject(3, replica);
            try (ResultSet rows = claim.executeQuery()) {
                return rows.next() ? OptionalLong.of(rows.getLong(1)) : OptionalLong.empty();
            }
        }
    }

    /** Up to so many signed entries from one on. */
    List<SiemEvent> entries(long from, int most) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(ENTRIES)) {
            statement.setLong(1, from);
            statement.setInt(2, most);
            record Stored(long index, LedgerEntry entry) {}
            List<Stored> found = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(new Stored(rows.getLong("index"), LedgerRows.entry(rows)));
                }
            }
            Opening opening = persons.of(found.stream().map(Stored::entry).toList());
            return found.stream()
                    .map(each -> SiemEvent.of(
                            each.index(), each.entry(), each.entry().opened(opening)))
                    .toList();
        }
    }

    /** Says that the entries from one to another were handed over; false when another replica has taken the lease meanwhile. */
    boolean advance(long from, long to) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(ADVANCE)) {
            statement.setLong(1, to);
            statement.setString(2, destination);
            statement.setObject(3, replica);
            statement.setLong(4, from);
            return statement.executeUpdate() == 1;
        }
    }

    /** Lets another replica go on at once. */
    void release() throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(RELEASE)) {
            statement.setString(1, destination);
            statement.setObject(2, replica);
            statement.executeUpdate();
        }
    }

    /** How many signed entries were not handed over yet. */
    long behind() throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(BEHIND)) {
            statement.setString(1, destination);
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        }
    }
}
