package dev.lockstep.eventsourcing.crash;

import dev.lockstep.eventsourcing.relay.Relay;
import dev.lockstep.eventsourcing.relay.RelaySettings;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.postgresql.ds.PGSimpleDataSource;

/** A relay, until it is killed. */
final class RelayProgram {

    private RelayProgram() {}

    /** Arguments: JDBC URL, user, password, bootstrap servers, topic. */
    public static void main(String[] arguments) throws InterruptedException {
        ChildJvm.endWithParent();
        PGSimpleDataSource database = new PGSimpleDataSource();
        database.setUrl(arguments[0]);
        database.setUser(arguments[1]);
        database.setPassword(arguments[2]);
        try (Relay _ = Relay.start(new RelaySettings(
                "test", arguments[4], "/lockstep/test", database, Map.of("bootstrap.servers", arguments[3])))) {
            new CountDownLatch(1).await();
        }
    }
}
