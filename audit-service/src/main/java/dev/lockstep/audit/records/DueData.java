package dev.lockstep.audit.records;

import dev.lockstep.audit.ledger.LedgerRows;
import dev.lockstep.audit.records.RecordsCommand.Candidate;
import dev.lockstep.contracts.records.RecordsEvent.DataGivenUp;
import dev.lockstep.contracts.records.RecordsEvent.GivenUp;
import dev.lockstep.history.entry.LedgerEntry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The data beside entries whose period is over, and which nobody has decided about yet. */
final class DueData {

    /** Data of one decision: it must fit into a leaf itself. */
    static final int MOST = 100;

    private static final String DUE = """
            select %s from entry e
            where e.type = ? and e.detached is not null and e.time <= ?::timestamptz and e.index > ? and e.words is not null
              and not exists (select 1 from data_given_up g where g.index = e.index)
            order by e.index limit %d
            """.formatted(LedgerRows.COLUMNS, MOST);
    private static final String MARK =
            "insert into data_given_up (index, decided_at) values (?, ?::timestamptz) on conflict do nothing";

    private DueData() {}

    static List<Candidate> read(Connection connection, String kind, Instant happenedBy, long after)
            throws SQLException {
        List<Candidate> due = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(DUE)) {
            statement.setString(1, kind);
            statement.setString(2, happenedBy.toString());
            statement.setLong(3, after);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    LedgerEntry entry = LedgerRows.entry(rows);
                    due.add(new Candidate(
                            new GivenUp(
                                    rows.getLong("index"),
                                    entry.dataSha256().orElseThrow(),
                                    entry.organization(),
                                    entry.rollout(),
                                    entry.step()),
                            entry.cluster(),
                            entry.time()));
                }
            }
        }
        return due;
    }

    static int mark(Connection connection, DataGivenUp decided) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(MARK)) {
            for (GivenUp data : decided.data()) {
                statement.setLong(1, data.entry());
                statement.setString(2, decided.decidedAt().toString());
                statement.addBatch();
            }
            statement.executeBatch();
        }
        return decided.data().size();
    }
}
