package dev.lockstep.audit.records;

import dev.lockstep.access.Target;
import dev.lockstep.access.http.Access;
import dev.lockstep.access.http.Policy;
import dev.lockstep.audit.ledger.DatabaseException;
import dev.lockstep.audit.persons.PersonTable;
import dev.lockstep.contracts.platform.PlatformEvent;
import dev.lockstep.contracts.records.RecordsEvent;
import dev.lockstep.contracts.records.RecordsEvent.ErasureRequested;
import dev.lockstep.eventsourcing.CommandResult;
import dev.lockstep.eventsourcing.EventIds;
import dev.lockstep.service.http.ProblemException;
import dev.lockstep.service.http.RequestContext;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Erasing persons from the history: their key is destroyed when two persons agree. The entries and all proofs stay. */
@Produces(MediaType.APPLICATION_JSON)
@Path("/api/audit/erasures")
public class ErasuresResource {

    @Inject
    Access access;

    @Inject
    RequestContext request;

    @Inject
    RecordsKeeping keeping;

    @Inject
    PersonTable persons;

    @Inject
    DataSource dataSource;

    /**
     * Whom to erase.
     *
     * @param person the name of the account
     * @param reason why; it stays, under the key of the one who asks, and should not name the person
     */
    public record Wanted(@Nullable String person, @Nullable String reason) {}

    /**
     * An erasure that nobody has confirmed yet.
     *
     * @param erasure its id
     * @param person the id of the person's key, by which entries name them
     * @param name of the account, or null when the key is gone
     * @param requestedBy the name of the account that asked
     */
    public record Erasure(
            UUID erasure,
            String person,
            @Nullable String name,
            String reason,
            String requestedBy,
            Instant requestedAt) {

        static Erasure of(ErasureRequested requested, @Nullable String name) {
            return new Erasure(
                    requested.erasure(),
                    requested.person(),
                    name,
                    requested.reason(),
                    requested.requestedBy().name(),
                    requested.requestedAt());
        }
    }

    /**
     * An erasure that was decided; it is carried out when it is an entry of the history.
     *
     * @param erasure its id
     * @param person the id of the key that is destroyed
     */
    public record Decided(UUID erasure, String person) {}

    /** What was asked for and nobody has confirmed yet, at most one a person, the oldest first. */
    @GET
    @Policy("audit.records")
    public List<Erasure> waiting() {
        access.require(Target.platform());
        List<ErasureRequested> waiting = keeping.records().erasures().values().stream()
                .sorted(Comparator.comparing(ErasureRequested::requestedAt).thenComparing(ErasureRequested::erasure))
                .toList();
        Map<String, String> names = new HashMap<>();
        read(connection -> persons.ofIds(
                        connection,
                        waiting.stream().map(ErasureRequested::person).toList()))
                .forEach(known -> names.put(known.id(), known.name()));
        return waiting.stream()
                .map(requested -> Erasure.of(requested, names.get(requested.person())))
                .toList();
    }

    /** Asks for a person to be erased. Somebody else confirms it. */
    @POST
    @Policy("audit.request-erasure")
    public Response request(Wanted wanted) {
        access.require(Target.platform());
        String name = Texts.required("person", wanted.person());
        String reason = Texts.required("reason", wanted.reason());
        String person = read(connection -> persons.named(connection, name))
                .map(PersonTable.Known::id)
                .orElseThrow(() -> ProblemException.notFound("person of this name in the history"));
        UUID erasure = EventIds.derive(request.commandId(), "erasure");
        Records now = give(
                person,
                (own, held) -> new RecordsCommand.RequestErasure(
                        erasure, person, own, held, reason, access.principal().toAuthority(), request.time()));
        ErasureRequested requested = now.erasures().get(erasure);
        if (requested == null) {
            throw ProblemException.notFound("erasure '%s' any more".formatted(erasure));
        }
        return Response.created(URI.create("/api/audit/erasures/" + erasure))
                .entity(Erasure.of(requested, name))
                .build();
    }

    /** Confirms what somebody else asked for: the person's key is destroyed, for ever. */
    @POST
    @Path("/{erasure}/confirmation")
    @Policy("audit.confirm-erasure")
    public Decided confirm(@PathParam("erasure") UUID erasure) {
        access.require(Target.platform());
        ErasureRequested requested = keeping.records().erasures().get(erasure);
        if (requested == null) {
            throw ProblemException.notFound("erasure '%s' that waits".formatted(erasure));
        }
        give(
                requested.person(),
                (own, held) -> new RecordsCommand.ConfirmErasure(
                        erasure, own, held, access.principal().toAuthority(), request.time()));
        return new Decided(erasure, requested.person());
    }

    private Records give(String person, RecordsKeeping.AboutPerson command) {
        Optional<CommandResult<Records, RecordsEvent>> result = keeping.handle(
                person, access.principal().name(), command, request.command(PlatformEvent.PARTITION_KEY));
        return switch (result.orElseThrow(() -> ProblemException.notFound("key of this person any more"))) {
            case CommandResult.Done<Records, RecordsEvent> done -> done.state();
            case CommandResult.Refused<Records, RecordsEvent> refused ->
                throw ProblemException.refused(
                        refused.refusal(),
                        switch (refused.refusal().type()) {
                            case "unknown-erasure" -> 404;
                            case "confirmer-requested-erasure", "own-erasure" -> 403;
                            default -> 409;
                        });
        };
    }

    private interface Reading<T> {
        T from(Connection connection) throws SQLException;
    }

    private <T> T read(Reading<T> reading) {
        try (Connection connection = dataSource.getConnection()) {
            return reading.from(connection);
        } catch (SQLException failed) {
            throw new DatabaseException("reading the keys of persons", failed);
        }
    }
}
