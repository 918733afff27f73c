package dev.lockstep.service.http;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidDefinitionException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import dev.lockstep.access.http.ProblemResponse;
import dev.lockstep.contracts.Problem;
import dev.lockstep.eventsourcing.EventStoreException;
import jakarta.inject.Inject;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Whatever ends a request, told as a problem. What is unexpected is logged, and told without its inside. */
class ProblemMappers {

    private static final Logger LOG = Logger.getLogger(ProblemMappers.class);

    private static final Map<Integer, Problem> BY_STATUS = List.of(
                    Problem.of("invalid-request", "Invalid request", 400, "The request cannot be understood."),
                    Problem.of("not-found", "Not found", 404, "There is nothing at this path."),
                    Problem.of("method-not-allowed", "Method not allowed", 405, "This path does not know this method."),
                    Problem.of(
                            "not-acceptable",
                            "Not acceptable",
                            406,
                            "This path has no answer of an accepted media type."),
                    Problem.of("too-large", "Too large", 413, "The request is larger than is accepted."),
                    Problem.of(
                            "unsupported-media-type",
                            "Unsupported media type",
                            415,
                            "This path reads no such media type."))
            .stream()
            .collect(Collectors.toMap(Problem::status, problem -> problem));

    @Inject
    Correlation correlation;

    @ServerExceptionMapper
    Response invalid(InvalidRequestException e, UriInfo uri) {
        String detail = e.mistakes().size() == 1
                ? "%s: %s; %s."
                        .formatted(
                                e.mistakes().getFirst().place(),
                                e.mistakes().getFirst().problem(),
                                e.mistakes().getFirst().remedy())
                : "The request has %d mistakes.".formatted(e.mistakes().size());
        return answer(
                Problem.of("invalid-request", "Invalid request", 400, detail).with("errors", e.mistakes()), uri);
    }

    @ServerExceptionMapper
    Response refused(ProblemException e, UriInfo uri) {
        return answer(e.problem(), uri);
    }

    @ServerExceptionMapper({JacksonException.class, JsonMappingException.class, MismatchedInputException.class})
    Response malformed(JacksonException e, UriInfo uri) {
        return answer(malformed(e), uri);
    }

    /** Our own answer could not be written, or our own type not be read: the request is not at fault. */
    @ServerExceptionMapper
    Response misdefined(InvalidDefinitionException e, UriInfo uri) {
        return unexpected(e, uri);
    }

    @ServerExceptionMapper
    Response http(WebApplicationException e, UriInfo uri) {
        if (e.getCause() instanceof JacksonException malformed) {
            return answer(malformed(malformed), uri);
        }
        int status = e.getResponse().getStatus();
        if (status == 404 && e.getCause() instanceof IllegalArgumentException malformed) {
            return answer(
                    Problem.of(
                            "malformed-id",
                            "Not found",
                            404,
                            "There is nothing at this path: an id in it is malformed. %s."
                                    .formatted(sentence(String.valueOf(malformed.getMessage())))),
                    uri);
        }
        if (status >= 500) {
            return unexpected(e, uri);
        }
        Problem problem = BY_STATUS.getOrDefault(
                status,
                Problem.of(
                        "refused",
                        e.getResponse().getStatusInfo().getReasonPhrase(),
                        status,
                        "The request was refused."));
        Response answer = answer(problem, uri);
        Object allowed = e.getResponse().getHeaders().getFirst(HttpHeaders.ALLOW);
        return allowed == null
                ? answer
                : Response.fromResponse(answer)
                        .header(HttpHeaders.ALLOW, allowed)
                        .build();
    }

    @ServerExceptionMapper
    Response store(EventStoreException e, UriInfo uri) {
        return isOutage(e) ? unavailable(e, uri) : unexpected(e, uri);
    }

    @ServerExceptionMapper(priority = Integer.MAX_VALUE)
    Response unexpected(Throwable e, UriInfo uri) {
        if (isOutage(e)) {
            return unavailable(e, uri);
        }
        LOG.errorf(e, "request failed path=%s", uri.getPath());
        return answer(
                Problem.of(
                                "internal",
                                "Internal error",
                                500,
                                "Something went wrong here. The log has the reason under this correlation id.")
                        .with("correlationId", correlation.id().toString()),
                uri);
    }

    private Response unavailable(Throwable e, UriInfo uri) {
        LOG.warnf("database unavailable path=%s reason=%s", uri.getPath(), e.getMessage());
        Problem problem = Problem.of(
                "unavailable",
                "Temporarily unavailable",
                503,
                "The database does not answer. Ask again in a few seconds.");
        return Response.fromResponse(answer(problem, uri))
                .header(HttpHeaders.RETRY_AFTER, "5")
                .build();
    }

    private static Problem malformed(JacksonException e) {
        JsonLocation location = e.getLocation();
        String place = e instanceof JsonMappingException mapping
                        && !mapping.getPath().isEmpty()
                ? mapping.getPath().stream()
                        .map(step ->
                                step.getFieldName() == null ? String.valueOf(step.getIndex()) : step.getFieldName())
                        .collect(Collectors.joining("/", "/", ""))
                : location == null
                        ? "body"
                        : "line %d, column %d".formatted(location.getLineNr(), location.getColumnNr());
        Mistake mistake = new Mistake(place, sentence(e.getOriginalMessage()), "correct the JSON there");
        return Problem.of("invalid-request", "Invalid request", 400, place + ": " + mistake.problem())
                .with("errors", List.of(mistake));
    }

    /** Jackson's words without the Java classes that they name. */
    private static String sentence(String message) {
        String line = message.lines().findFirst().orElse("the JSON cannot be read");
        return line.replaceAll("\\(class [^)]*\\)|`[\\w.$<>,]*\\.([\\w$]+)[^`]*`", "$1")
                .replaceAll(" {2,}", " ");
    }

    private static boolean isOutage(Throwable thrown) {
        for (Throwable e = thrown; e != null; e = e.getCause()) {
            if (e instanceof SQLException sql
                    && (sql.getSQLState() == null
                            || sql.getSQLState().startsWith("08")
                            || sql.getSQLState().startsWith("53")
                            || sql.getSQLState().startsWith("57P"))) {
                return true;
            }
        }
        return false;
    }

    private static Response answer(Problem problem, UriInfo uri) {
        return ProblemResponse.of(problem.at(uri.getPath()));
    }
}
