package dev.lockstep.access.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.access.AccessDecision;
import dev.lockstep.access.AccessPolicy;
import dev.lockstep.access.Policies;
import dev.lockstep.access.Principal;
import dev.lockstep.access.RecentSignIn;
import dev.lockstep.access.RefusedTokenListener;
import dev.lockstep.access.TokenRefusal;
import dev.lockstep.contracts.ContractJson;
import dev.lockstep.contracts.Problem;
import io.quarkus.security.AuthenticationException;
import io.quarkus.security.identity.CurrentIdentityAssociation;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.time.Clock;
import java.util.Base64;
import java.util.Optional;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/**
 * Decides on every request that reaches an endpoint: no proven account is 401; no policy, or none of its roles, is 403; a sign-in too long
 * ago for a sensitive act is 401 with the challenge of RFC 9470. The scope is
 * checked by the endpoint through {@link Access}; one that answers without having done so fails.
 */
class PolicyFilter {

    private static final System.Logger LOG = System.getLogger(PolicyFilter.class.getName());

    @Inject
    CurrentIdentityAssociation identities;

    @Inject
    Access access;

    @Inject
    RecentSignIn recentSignIn;

    @Inject
    Clock clock;

    @Inject
    CurrentVertxRequest current;

    @Inject
    @Any
    Instance<RefusedTokenListener> refusedTokens;

    @ServerRequestFilter(priority = Priorities.AUTHORIZATION)
    Uni<Response> decide(ResourceInfo resource, ContainerRequestContext request) {
        String path = request.getUriInfo().getPath();
        Optional<AccessPolicy> policy = policyOf(resource);
        access.begin(policy.orElse(null), request.getMethod(), path);
        return identities
                .getDeferredIdentity()
                .map(identity -> decide(identity, policy, path))
                .onFailure(AuthenticationException.class::isInstance)
                .recoverWithItem(failure -> Optional.of(tokenRefused(TokenRefusals.of(failure), path)))
                .chain(refusal -> refusal.isPresent()
                        ? Uni.createFrom().item(refusal.get())
                        : Uni.createFrom().nullItem());
    }

    private static Optional<AccessPolicy> policyOf(ResourceInfo resource) {
        return Optional.ofNullable(resource.getResourceMethod())
                .map(method -> method.getAnnotation(Policy.class))
                .flatMap(named -> Policies.named(named.value()));
    }

    private Optional<Response> decide(SecurityIdentity identity, Optional<AccessPolicy> policy, String path) {
        if (identity.isAnonymous() || !(identity.getPrincipal() instanceof JsonWebToken token)) {
            return Optional.of(unauthenticated(path));
        }
        Principal principal;
        try {
            principal = Principal.ofVerifiedClaims(claims(token));
        } catch (IllegalArgumentException unusable) {
            return Optional.of(tokenRefused(TokenRefusal.UNREADABLE, path));
        }
        access.identified(principal);
        AccessDecision decision =
                policy.map(known -> known.decideRole(principal)).orElseGet(AccessDecision.Denied::noPolicy);
        if (decision instanceof AccessDecision.Denied denied) {
            access.report(null, denied);
            return Optional.of(
                    ProblemResponse.of(AccessDeniedMapper.problem(denied).at(path)));
        }
        if (policy.orElseThrow().recentSignIn() && !recentSignIn.isSatisfiedBy(principal, clock.instant())) {
            return Optional.of(signInNotRecent(path));
        }
        if (policy.orElseThrow().where() == AccessPolicy.Where.ANYWHERE
                || policy.orElseThrow().recorded() == AccessPolicy.Recorded.READS) {
            access.report(null, decision);
        }
        return Optional.empty();
    }

    private Response signInNotRecent(String path) {
        AccessDecision.Denied denied = AccessDecision.Denied.signInNotRecent();
        access.report(null, denied);
        Problem problem = Problem.of(
                        "insufficient-user-authentication",
                        "Sign in again",
                        401,
                        "This needs a sign-in that is no older than %s.".formatted(recentSignIn.maxAge()))
                .with("reason", denied.reason().code())
                .with("maxAge", recentSignIn.maxAge().toSeconds())
                .with("remedy", "Sign out and in again: './lockstep logout', then './lockstep login'.")
                .at(path);
        return Response.fromResponse(ProblemResponse.of(problem))
                .header(HttpHeaders.WWW_AUTHENTICATE, recentSignIn.challenge())
                .build();
    }

    private Response tokenRefused(TokenRefusal why, String path) {
        String source = current.getCurrent().request().remoteAddress().hostAddress();
        refusedTokens.forEach(listener -> listener.refused(source, why));
        return unauthenticated(path);
    }

    private Response unauthenticated(String path) {
        access.report(null, null);
        Problem problem = Problem.of(
                        "unauthenticated",
                        "Not signed in",
                        401,
                        "This needs a valid access token of the realm: send it as 'Authorization: Bearer …'.")
                .at(path);
        return Response.fromResponse(ProblemResponse.of(problem))
                .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer")
                .build();
    }

    private static JsonNode claims(JsonWebToken token) {
        String[] parts = token.getRawToken().split("\\.", -1);
        try {
            return ContractJson.mapper().readTree(Base64.getUrlDecoder().decode(parts[1]));
        } catch (IOException e) {
            throw new IllegalArgumentException("the token's payload is not JSON", e);
        }
    }

    @ServerResponseFilter
    void failWhenScopeWasForgotten(ContainerRequestContext request, ContainerResponseContext response) {
        if (response.getStatusInfo().getFamily() == Response.Status.Family.SUCCESSFUL && access.scopeCheckForgotten()) {
            String path = request.getUriInfo().getPath();
            LOG.log(System.Logger.Level.ERROR, "{0} {1} answered without a scope check", request.getMethod(), path);
            Problem problem = Problem.of(
                            "internal", "Internal error", 500, "The request could not be checked, so it has no answer.")
                    .at(path);
            response.setStatus(500);
            response.setEntity(problem, new Annotation[0], MediaType.valueOf(Problem.MEDIA_TYPE));
        }
    }
}
