package dev.lockstep.access.http;

import dev.lockstep.contracts.Problem;
import jakarta.ws.rs.core.Response;

/** Problems as HTTP responses. */
public final class ProblemResponse {

    private ProblemResponse() {}

    /** The response that tells a problem. */
    public static Response of(Problem problem) {
        return Response.status(problem.status())
                .type(Problem.MEDIA_TYPE)
                .entity(problem)
                .build();
    }
}
