package dev.lockstep.access;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.contracts.Authority;
import dev.lockstep.contracts.OrganizationId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The account behind a request, with what its token says at this moment.
 *
 * @param subject the identity provider's stable id of the account
 * @param name the account's name
 * @param roles what kinds of act
 * @param scopes where
 * @param delegations Exchange roles held
 * @param tokenId the token's id, or null when it carries none
 * @param authenticatedAt when the person last proved who they are, or null when the token does not tell
 * @param authenticationClass how they proved it ({@code acr}), or null when the token does not tell
 * @param issuedAt when the token was issued, or null when it does not tell
 */
public record Principal(
        String subject,
        String name,
        Set<Role> roles,
        Set<Scope> scopes,
        Set<Delegation> delegations,
        @Nullable String tokenId,
        @Nullable Instant authenticatedAt,
        @Nullable String authenticationClass,
        @Nullable Instant issuedAt) {

    public Principal {
        roles = ordered(roles);
        scopes = ordered(scopes);
        delegations = ordered(delegations);
    }

    private static <T> Set<T> ordered(Collection<T> values) {
        return Collections.unmodifiableSet(new LinkedHashSet<>(values));
    }

    /**
     * The principal of a token whose signature, issuer, audience and expiry were verified. Roles that mean nothing here and grants
     * that cannot be read give nothing.
     *
     * @param claims the token's payload
     * @throws IllegalArgumentException when the token names no subject
     */
    public static Principal ofVerifiedClaims(JsonNode claims) {
        String subject = claims.path("sub").asText("");
        if (subject.isBlank()) {
            throw new IllegalArgumentException("the token names no subject");
        }
        return new Principal(
                subject,
                claims.path("preferred_username").asText(subject),
                texts(claims.path("realm_access").path("roles"))
                        .flatMap(code -> Role.of(code).stream())
                        .collect(Collectors.toCollection(TreeSet::new)),
                readable(claims.path("lockstep_scopes"), Scope::parse),
                readable(claims.path("lockstep_delegations"), Delegation::parse),
                claims.path("jti").isTextual() ? claims.path("jti").textValue() : null,
                moment(claims.path("auth_time")),
                claims.path("acr").isTextual() ? claims.path("acr").textValue() : null,
                moment(claims.path("iat")));
    }

    private static @Nullable Instant moment(JsonNode claim) {
        return claim.isNumber() && claim.canConvertToLong() && inRange(claim.longValue())
                ? Instant.ofEpochSecond(claim.longValue())
                : null;
    }

    private static boolean inRange(long epochSecond) {
        return epochSecond >= 0 && epochSecond <= Instant.MAX.getEpochSecond();
    }

    private static Stream<String> texts(JsonNode claim) {
        List<String> texts = new ArrayList<>();
        if (claim.isTextual()) {
            texts.add(claim.textValue());
        }
        claim.forEach(element -> texts.add(element.asText()));
        return texts.stream();
    }

    private static <T> Set<T> readable(JsonNode claim, Function<String, T> parser) {
        Set<T> grants = new LinkedHashSet<>();
        texts(claim).forEach(text -> {
            try {
                grants.add(parser.apply(text));
            } catch (IllegalArgumentException unreadable) {
                System.getLogger(Principal.class.getName())
                        .log(System.Logger.Level.WARNING, "A token carries a grant that gives nothing: {0}", text);
            }
        });
        return grants;
    }

    /** Whether any of its scopes covers the target. */
    public boolean covers(Target target) {
        return scopes.stream().anyMatch(scope -> scope.covers(target));
    }

    /** Whether any of its scopes lies in the organization, or holds it. */
    public boolean knows(OrganizationId organization) {
        return scopes.stream().anyMatch(scope -> switch (scope) {
            case Scope.Everywhere _ -> true;
            case Scope.Site _ -> false;
            case Scope.Organization(OrganizationId id) -> id.equals(organization);
            case Scope.AdministrativeGroup(OrganizationId id, String _) -> id.equals(organization);
        });
    }

    /** Whether it holds a delegation, itself or by a stronger or wider one. */
    public boolean holds(Delegation delegation) {
        return delegations.stream().anyMatch(held -> held.includes(delegation));
    }

    /** What is recorded with a decision. */
    public Authority toAuthority() {
        return new Authority(
                subject,
                name,
                texts(roles, Role::code),
                texts(scopes, Scope::toString),
                texts(delegations, Delegation::toString),
                tokenId,
                authenticatedAt);
    }

    private static <T> TreeSet<String> texts(Set<T> values, Function<T, String> text) {
        return values.stream().map(text).collect(Collectors.toCollection(TreeSet::new));
    }
}
