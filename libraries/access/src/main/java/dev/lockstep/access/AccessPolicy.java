package dev.lockstep.access;

import java.util.Set;

/**
 * Who may use the endpoints that name it.
 *
 * @param name for example {@code inventory.import}
 * @param roles any one of them is needed
 * @param where how the account's scopes take part
 * @param recentSignIn whether the person must have signed in recently; so it is for acts that others rely on
 * @param recorded what the history keeps of the requests
 */
public record AccessPolicy(String name, Set<Role> roles, Where where, boolean recentSignIn, Recorded recorded) {

    /** How scopes take part in a decision. */
    public enum Where {
        /** The endpoint names its target as soon as it is known; a scope must cover it. */
        TARGET,
        /** The endpoint answers with what the account's scopes cover, and nothing else. */
        FILTERED,
        /** The answer says nothing about any place. */
        ANYWHERE
    }

    /** What the history keeps of the requests under a policy. */
    public enum Recorded {
        /** Nothing: they change nothing. */
        NOTHING,
        /** Every request, with how much it was answered: whoever reads the history stands in it. */
        READS,
        /** Every decision, permits and refusals. */
        DECISIONS,
        /** Every refusal, and the permits that led to an event: runners ask again and again, mostly for nothing. */
        EFFECTS
    }

    public AccessPolicy {
        roles = Set.copyOf(roles);
        if (roles.isEmpty()) {
            throw new IllegalArgumentException("a policy that no role satisfies: " + name);
        }
    }

    /** Whether requests under it may change something. */
    public boolean changesState() {
        return recorded == Recorded.DECISIONS || recorded == Recorded.EFFECTS;
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
