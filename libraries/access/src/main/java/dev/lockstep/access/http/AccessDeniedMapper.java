package dev.lockstep.access.http;

import dev.lockstep.access.AccessDecision;
import dev.lockstep.contracts.Problem;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/** Tells what would have been needed; never who has it. */
@Provider
class AccessDeniedMapper implements ExceptionMapper<AccessDeniedException> {

    @Context
    UriInfo uri;

    @Override
    public Response toResponse(AccessDeniedException refused) {
        return ProblemResponse.of(problem(refused.denied()).at(uri.getPath()));
    }

    static Problem problem(AccessDecision.Denied denied) {
        return Problem.of(denied.reason().code(), "Not permitted", 403, denied.sentence())
                .with("reason", denied.reason().code())
                .with("anyOf", denied.anyOf());
    }
}
