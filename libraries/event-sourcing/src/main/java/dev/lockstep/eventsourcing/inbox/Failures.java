package dev.lockstep.eventsourcing.inbox;

import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells trouble that will pass (the database is away, a deadlock) from trouble that is in the event itself. */
final class Failures {

    /** Connection, rolled back by the server, out of resources, ended by an operator, lock not to be had. */
    private static final List<String> PASSING = List.of("08", "40", "53", "57P", "55P03", "25P03");

    private Failures() {}

    static boolean willPass(Throwable failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof TryAgainException
                    || cause instanceof SQLTransientException
                    || cause instanceof SQLRecoverableException) {
                return true;
            }
            if (cause instanceof SQLException sql && hasPassingState(sql.getSQLState())) {
                return true;
            }
        }
        return false;
    }

    /** A failure without a state comes from the pool or the driver, not from a statement. */
    private static boolean hasPassingState(@Nullable String state) {
        return state == null || PASSING.stream().anyMatch(state::startsWith);
    }

    /** A failure in one line for people, causes included. */
    static String describe(Throwable failure) {
        StringBuilder text = new StringBuilder(failure.toString());
        for (@Nullable Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            text.append("; caused by ").append(cause);
        }
        return text.length() > 2_000 ? text.substring(0, 2_000) : text.toString();
    }
}
