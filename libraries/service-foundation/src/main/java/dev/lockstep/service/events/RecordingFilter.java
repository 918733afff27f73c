package dev.lockstep.service.events;

import dev.lockstep.contracts.Problem;
import dev.lockstep.service.http.Correlation;
import dev.lockstep.service.paging.Page;
import jakarta.inject.Inject;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.lang.annotation.Annotation;
import java.util.Collection;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** Writes what waits to be recorded of a request before it is answered. What cannot be recorded is not answered: it ends with 503. */
class RecordingFilter {

    private static final Logger LOG = Logger.getLogger(RecordingFilter.class);
    private static final int AFTER_ALL_OTHERS = Priorities.USER - 1_000;

    /** What a request is answered that could be understood and does not fit what is recorded. */
    private static final Set<Integer> REFUSALS = Set.of(403, 409, 412, 422);

    @Inject
    RequestRecords records;

    @Inject
    Correlation correlation;

    @ServerResponseFilter(priority = AFTER_ALL_OTHERS)
    void record(ContainerRequestContext request, ContainerResponseContext response) {
        try {
            if (REFUSALS.contains(response.getStatus()) && response.getEntity() instanceof Problem problem) {
                records.refused(problem);
            }
            records.answered(
                    request.getUriInfo().getRequestUri().getRawQuery(), response.getStatus(), answered(response));
            records.writeBeforeTheAnswer();
        } catch (RuntimeException failed) {
            LOG.errorf(failed, "request not recorded, so not answered path=%s", path(request));
            refuse(request, response);
        }
    }

    private static long answered(ContainerResponseContext response) {
        return switch (response.getEntity()) {
            case Object _ when response.getStatus() >= 400 -> 0;
            case null -> 0;
            case Page<?> page -> page.items().size();
            case Collection<?> all -> all.size();
            case Object _ -> 1;
        };
    }

    private void refuse(ContainerRequestContext request, ContainerResponseContext response) {
        response.getHeaders().clear();
        response.getHeaders().putSingle(Correlation.HEADER, correlation.id().toString());
        response.getHeaders().putSingle(HttpHeaders.RETRY_AFTER, "5");
        response.setStatus(503);
        response.setEntity(
                Problem.of(
                                "not-recorded",
                                "Not recorded",
                                503,
                                "What is not in the history is not done: this could not be recorded. Ask again in a few seconds.")
                        .at(path(request)),
                new Annotation[0],
                MediaType.valueOf(Problem.MEDIA_TYPE));
    }

    private static String path(ContainerRequestContext request) {
        return request.getUriInfo().getPath();
    }
}
