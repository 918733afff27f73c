package dev.lockstep.audit.signing;

import dev.lockstep.access.Target;
import dev.lockstep.access.http.Access;
import dev.lockstep.access.http.Policy;
import dev.lockstep.audit.ledger.DatabaseException;
import dev.lockstep.audit.ledger.Ledger;
import dev.lockstep.contracts.Problem;
import dev.lockstep.eventsourcing.EventStore;
import dev.lockstep.service.events.RequestRecords;
import dev.lockstep.service.http.ProblemException;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Changes the key that signs the log, in two acts of an administrator: from the first on the old and the new key sign, with the second the
 * old one ends. Between them those who verify are given the new key. Both answer with the keys and what each may sign.
 */
@Produces(MediaType.APPLICATION_JSON)
@Path("/api/audit")
public class KeyChangeResource {

    private static final Logger LOG = Logger.getLogger(KeyChangeResource.class);

    @Inject
    Access access;

    @Inject
    RequestRecords records;

    @Inject
    EventStore store;

    @Inject
    KeyFolder keys;

    /**
     * The keys of the log.
     *
     * @param verifierKeys one a line with what it may sign, as those who verify are given them
     */
    public record Keys(String verifierKeys) {}

    /** Makes a new key, which signs beside the present one from the next entry on. */
    @POST
    @Path("/verifier-key/rotation")
    @Policy("audit.change-key")
    public Keys rotate() {
        return changed(head -> keys.rotate(
                head.map(note -> keys.identity().open(note).orElseThrow().size())
                        .orElse(0L)));
    }

    /** Ends the old key with the present state of the log. */
    @POST
    @Path("/verifier-key/retirement")
    @Policy("audit.change-key")
    public Keys retire() {
        return changed(keys::retire);
    }

    private interface Act {
        KeyFolder.Change on(Optional<String> head);
    }

    /** While it holds the sequencer's lock nothing is appended, by no replica. */
    private Keys changed(Act act) {
        access.require(Target.platform());
        records.write();
        KeyFolder.Change change =
                store.transact(Set.of(Ledger.SEQUENCER), transaction -> act.on(latest(transaction.connection())));
        return switch (change) {
            case KeyFolder.Change.Done(var now) -> {
                LOG.infof("The keys of the log are now:%n%s", now.toText());
                yield new Keys(now.toText());
            }
            case KeyFolder.Change.NotNow(String why) ->
                throw new ProblemException(Problem.of("key-change-not-now", "Not now", 409, why + "."));
        };
    }

    private static Optional<String> latest(Connection connection) {
        try {
            return Ledger.latestNote(connection);
        } catch (SQLException failed) {
            throw new DatabaseException("reading the latest checkpoint", failed);
        }
    }
}
