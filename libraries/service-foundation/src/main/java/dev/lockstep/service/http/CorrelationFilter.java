package dev.lockstep.service.http;

import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import java.util.UUID;
import org.jboss.logging.MDC;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;
import org.jspecify.annotations.Nullable;

/** Takes the correlation id from the request, or makes one, and gives it back with the response. */
class CorrelationFilter {

    @Inject
    Correlation correlation;

    @ServerRequestFilter(preMatching = true)
    void adopt(ContainerRequestContext request) {
        UUID fromClient = uuid(request.getHeaderString(Correlation.HEADER));
        if (fromClient != null) {
            correlation.adopt(fromClient);
        }
        MDC.put(Correlation.LOG_KEY, correlation.id().toString());
    }

    @ServerResponseFilter
    void giveBack(ContainerResponseContext response) {
        response.getHeaders().putSingle(Correlation.HEADER, correlation.id().toString());
    }

    static @Nullable UUID uuid(@Nullable String text) {
        if (text == null || text.length() != 36) {
            return null;
        }
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException notOne) {
            return null;
        }
    }
}
