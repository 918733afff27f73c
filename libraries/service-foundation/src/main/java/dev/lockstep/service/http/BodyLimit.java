package dev.lockstep.service.http;

import dev.lockstep.access.http.ProblemResponse;
import dev.lockstep.contracts.Problem;
import io.quarkus.runtime.configuration.MemorySize;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/**
 * Refuses bodies above {@code lockstep.http.largest-body} with a problem (413): by what the request says of its length before
 * anything is read, otherwise as soon as more has come. The server's own limit lies above, and cuts off without a word.
 */
@Provider
public class BodyLimit implements ReaderInterceptor {

    @ConfigProperty(name = "lockstep.http.largest-body")
    MemorySize largest;

    @Inject
    RoutingContext exchange;

    @ServerRequestFilter(preMatching = true)
    @Nullable Response refuse(ContainerRequestContext request, UriInfo uri) {
        if (announced(request) <= largest.asLongValue()) {
            return null;
        }
        // What is still on its way is taken and dropped: a client that is cut off while it sends never reads the
        // answer.
        exchange.request().resume();
        return ProblemResponse.of(problem().at(uri.getPath()));
    }

    private static long announced(ContainerRequestContext request) {
        String length = request.getHeaderString(HttpHeaders.CONTENT_LENGTH);
        return length == null || !length.matches("[0-9]{1,18}") ? 0 : Long.parseLong(length);
    }

    private Problem problem() {
        return Problem.of(
                "too-large",
                "Too large",
                413,
                "The request is larger than the %d bytes that are accepted.".formatted(largest.asLongValue()));
    }

    @Override
    public @Nullable Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
        context.setInputStream(new Counted(context.getInputStream()));
        return context.proceed();
    }

    private final class Counted extends FilterInputStream {

        private long count;

        Counted(InputStream body) {
            super(body);
        }

        @Override
        public int read() throws IOException {
            int one = super.read();
            counted(one < 0 ? 0 : 1);
            return one;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int some = super.read(bytes, offset, length);
            counted(Math.max(some, 0));
            return some;
        }

        private void counted(int more) {
            count += more;
            if (count > largest.asLongValue()) {
                throw new ProblemException(problem());
            }
        }
    }
}
