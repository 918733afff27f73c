package dev.lockstep.orchestration.deputy;

import dev.lockstep.access.Reach;
import dev.lockstep.eventsourcing.EventStoreException;
import dev.lockstep.orchestration.deputy.ArrangementRow.Standing;
import dev.lockstep.orchestration.visibility.VisibleRows;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Lists of arrangements. */
@ApplicationScoped
public class ArrangementRows {

    private static final String COLUMNS = """
            select number, id, organization, site, deputy, lender, delegations, valid_from, valid_until, reason, appointed_at,
                   agreed_by, agreed_at, ended_by, ended_at, end_reason from deputy\s""";

    private final DataSource database;

    @Inject
    ArrangementRows(DataSource database) {
        this.database = database;
    }

    /** Arrangements that an account sees, newest first. */
    public List<ArrangementRow> list(Reach reach, @Nullable String organization, long before, int limit, Instant now) {
        return read(
                COLUMNS + "where number < ? and (cast(? as text) is null or organization = ?) and "
                        + VisibleRows.OF_ORGANIZATION + " order by number desc limit ?",
                select -> {
                    select.setLong(1, before);
                    select.setString(2, organization);
                    select.setString(3, organization);
                    select.setInt(VisibleRows.set(select, 4, reach), limit);
                },
                now);
    }

    /** One of them. */
    public Optional<ArrangementRow> find(UUID id, Instant now) {
        return read(COLUMNS + "where id = ?", select -> select.setObject(1, id), now).stream()
                .findFirst();
    }

    private interface Parameters {
        void set(PreparedStatement select) throws SQLException;
    }

    private List<ArrangementRow> read(String sql, Parameters parameters, Instant now) {
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement(sql)) {
            parameters.set(select);
            List<ArrangementRow> rows = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    rows.add(row(row, now));
                }
            }
            return rows;
        } catch (SQLException e) {
            throw new EventStoreException("The arrangements cannot be read", e);
        }
    }

    private static ArrangementRow row(ResultSet row, Instant now) throws SQLException {
        Instant from = row.getTimestamp(8).toInstant();
        Instant until = row.getTimestamp(9).toInstant();
        Instant agreedAt = moment(row, 13);
        Instant endedAt = moment(row, 15);
        return new ArrangementRow(
                row.getLong(1),
                row.getObject(2, UUID.class),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                List.of((String[]) row.getArray(7).getArray()),
                from,
                until,
                row.getString(10),
                row.getTimestamp(11).toInstant(),
                row.getString(12),
                agreedAt,
                row.getString(14),
                endedAt,
                row.getString(16),
                Standing.of(from, until, agreedAt, endedAt, now));
    }

    private static @Nullable Instant moment(ResultSet row, int column) throws SQLException {
        Timestamp at = row.getTimestamp(column);
        return at == null ? null : at.toInstant();
    }
}
