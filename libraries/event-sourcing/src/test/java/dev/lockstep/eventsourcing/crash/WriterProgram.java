package dev.lockstep.eventsourcing.crash;

import dev.lockstep.eventsourcing.CommandRunner;
import dev.lockstep.eventsourcing.Counter;
import dev.lockstep.eventsourcing.Counter.Command.Add;
import dev.lockstep.eventsourcing.TestDatabase;
import dev.lockstep.eventsourcing.postgres.PostgresEventStore;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.UUID;
import javax.sql.DataSource;

/** Gives one command after the other and writes the number of each that was carried out. Each command leads to two events. */
final class WriterProgram {

    static final int COUNTERS = 5;

    private WriterProgram() {}

    /** Arguments: JDBC URL, user, password, number of the first command. */
    public static void main(String[] arguments) throws SQLException {
        ChildJvm.endWithParent();
        DataSource database = TestDatabase.pool(arguments[0], arguments[1], arguments[2], 1);
        CommandRunner<Counter.State, Counter.Command, Counter.Event> counters =
                new CommandRunner<>(new PostgresEventStore(database), Counter.aggregate());
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        for (int number = Integer.parseInt(arguments[3]); ; number++) {
            counters.handle(counter(number), new Add(1, 2), Counter.metadata(commandId(number), counter(number)));
            out.println(number);
        }
    }

    static String counter(int number) {
        return "c" + number % COUNTERS;
    }

    private static UUID commandId(int number) {
        return UUID.nameUUIDFromBytes(("command " + number).getBytes(StandardCharsets.UTF_8));
    }
}
