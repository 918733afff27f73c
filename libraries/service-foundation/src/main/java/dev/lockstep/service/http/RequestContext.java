package dev.lockstep.service.http;

import dev.lockstep.access.http.Access;
import dev.lockstep.eventsourcing.CommandMetadata;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.UriInfo;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a command brings along from the request that gives it: who, when, and which id it is repeated under. */
@RequestScoped
public class RequestContext {

    /** A UUID by which an account repeats a request, to the same path, without a second effect. */
    public static final String IDEMPOTENCY_KEY = "Idempotency-Key";

    @Inject
    Access access;

    @Inject
    Correlation correlation;

    @Inject
    Clock clock;

    @Inject
    HttpHeaders headers;

    @Inject
    Request method;

    @Inject
    UriInfo uri;

    private @Nullable UUID commandId;
    private @Nullable Instant time;

    /** The id of the request's command: it follows from the client's idempotency key, or is a new one. The same for the whole request. */
    public UUID commandId() {
        UUID id = commandId;
        if (id == null) {
            id = CommandIds.of(
                    headers.getHeaderString(IDEMPOTENCY_KEY),
                    access.principal().subject(),
                    method.getMethod() + " " + uri.getPath());
            commandId = id;
        }
        return id;
    }

    /** When the request came, in microseconds. The same for the whole request. */
    public Instant time() {
        Instant at = time;
        if (at == null) {
            at = clock.instant().truncatedTo(ChronoUnit.MICROS);
            time = at;
        }
        return at;
    }

    /**
     * What the request's command carries.
     *
     * @param partitionKey the cluster's id, or the organization's
     */
    public CommandMetadata command(String partitionKey) {
        return new CommandMetadata(
                commandId(), access.principal().name(), correlation.id(), commandId(), partitionKey, time());
    }
}
