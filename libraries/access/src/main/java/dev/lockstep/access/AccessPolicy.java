package dev.lockstep.access;

import java.util.Set;

/**
 * Who may use the endpoints that name it.
 *
 * @param name for example {@code inventory.import}
 * @param roles any one of them is needed
 * @param where how the account's scopes take part
 * @param recentSignIn whether the person must have signed in recently; so it is for acts that others rely on
 * @param changesState whether the act changes anything; such acts, and refusals of them, are recorded
 */
public record AccessPolicy(String name, Set<Role> roles, Where where, boolean recentSignIn, boolean changesState) {

    /** How scopes take part in a decision. */
    public enum Where {
        /** The endpoint names its target as soon as it is known; a scope must cover it. */
        TARGET,
        /** The endpoint answers with what the account's scopes cover, and nothing else. */
        FILTERED,
        /** The answer says nothing about any place. */
        ANYWHERE
    }

    public AccessPolicy {
        roles = Set.copyOf(roles);
        if (roles.isEmpty()) {
            throw new IllegalArgumentException("a policy that no role satisfies: " + name);
        }
    }

    /** The decision on the role alone. */
    public AccessDecision decideRole(Principal principal) {
        return principal.roles().stream().anyMatch(roles::contains)
                ? new AccessDecision.Permitted()
                : AccessDecision.Denied.roleMissing(roles);
    }

    /** The decision on role and scope. */
    public AccessDecision decide(Principal principal, Target target) {
        return switch (decideRole(principal)) {
            case AccessDecision.Denied denied -> denied;
            case AccessDecision.Permitted permitted ->
                where == Where.ANYWHERE || principal.covers(target)
                        ? permitted
                        : AccessDecision.Denied.scopeMissing(principal, target);
        };
    }
}
