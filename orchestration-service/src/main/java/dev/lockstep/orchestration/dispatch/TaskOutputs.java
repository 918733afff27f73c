package dev.lockstep.orchestration.dispatch;

import dev.lockstep.eventsourcing.EventStoreException;
import dev.lockstep.orchestration.rollout.ShortText;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/** What commands print while they run: shown to people, never believed. */
@ApplicationScoped
public class TaskOutputs {

    private static final int MOST_LINES = 10_000;
    private static final int LONGEST_LINE = 4_000;

    private final DataSource database;

    @Inject
    TaskOutputs(DataSource database) {
        this.database = database;
    }

    /**
     * Keeps lines, the first {@value #LONGEST_LINE} characters of each; the same piece again, and what comes after {@value #MOST_LINES}
     * lines, is dropped.
     *
     * @param firstLine the number of the first of them, from 1
     */
    void keep(UUID task, long firstLine, List<String> lines) {
        if (lines.isEmpty() || firstLine > MOST_LINES) {
            return;
        }
        long room = MOST_LINES - firstLine + 1;
        try (Connection connection = database.getConnection();
                PreparedStatement insert = connection.prepareStatement(
                        "insert into task_output (task, first_line, lines) values (?, ?, ?) on conflict do nothing")) {
            insert.setObject(1, task);
            insert.setLong(2, firstLine);
            insert.setString(
                    3, lines.stream().limit(room).map(TaskOutputs::bounded).collect(Collectors.joining("\n")));
            insert.executeUpdate();
        } catch (SQLException e) {
            throw new EventStoreException("Output cannot be written", e);
        }
    }

    private static String bounded(String line) {
        return ShortText.of(line, LONGEST_LINE);
    }

    /** The last lines of a task's output. */
    public List<String> tail(UUID task, int limit) {
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement(
                        "select lines from task_output where task = ? order by first_line desc limit ?")) {
            select.setObject(1, task);
            select.setInt(2, limit);
            List<String> lines = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next() && lines.size() < limit) {
                    lines.addAll(0, row.getString(1).lines().toList());
                }
            }
            return List.copyOf(lines.subList(Math.max(0, lines.size() - limit), lines.size()));
        } catch (SQLException e) {
            throw new EventStoreException("Output cannot be read", e);
        }
    }
}
