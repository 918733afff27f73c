package dev.lockstep.access;

import dev.lockstep.contracts.OrganizationId;
import java.util.Collection;
import java.util.List;

/** Whether an act is permitted, as a value. */
public sealed interface AccessDecision {

    /** The act may go on. */
    record Permitted() implements AccessDecision {}

    /**
     * The act may not go on.
     *
     * @param reason which check refused it
     * @param anyOf the roles, scopes or delegations any one of which would have sufficed
     */
    record Denied(Reason reason, List<String> anyOf) implements AccessDecision {
        public Denied {
            anyOf = List.copyOf(anyOf);
        }

        /** None of these roles is held. */
        public static Denied roleMissing(Collection<Role> roles) {
            return new Denied(
                    Reason.ROLE_MISSING, roles.stream().sorted().map(Role::code).toList());
        }

        /**
         * No scope covers the target. The site of something in an organization is named only to accounts that know some part of the
         * organization: to others the refusal reads the same whether the thing exists or not.
         */
        public static Denied scopeMissing(Principal principal, Target target) {
            OrganizationId organization = target.organization();
            boolean namesSite = organization == null || principal.knows(organization);
            return new Denied(
                    Reason.SCOPE_MISSING,
                    target.coveringScopes().stream()
                            .filter(scope -> namesSite || !(scope instanceof Scope.Site))
                            .map(Scope::toString)
                            .toList());
        }

        /** The Exchange delegation is not held. */
        public static Denied delegationMissing(Delegation delegation) {
            return new Denied(Reason.DELEGATION_MISSING, List.of(delegation.toString()));
        }

        /** The person signed in too long ago, or in another way than this act asks for. */
        public static Denied signInNotRecent() {
            return new Denied(Reason.SIGN_IN_NOT_RECENT, List.of());
        }

        /** The endpoint declares no policy. */
        public static Denied noPolicy() {
            return new Denied(Reason.NO_POLICY, List.of());
        }

        /** What was refused and what would make it pass, in a sentence. */
        public String sentence() {
            String needed = String.join("' or '", anyOf);
            return switch (reason) {
                case ROLE_MISSING -> "This needs the role '%s'.".formatted(needed);
                case SCOPE_MISSING -> "This needs the scope '%s'.".formatted(needed);
                case DELEGATION_MISSING -> "This needs the Exchange delegation '%s'.".formatted(needed);
                case SIGN_IN_NOT_RECENT -> "This needs a recent sign-in.";
                case NO_POLICY -> "No policy permits this to anybody.";
            };
        }
    }

    /** Which check refused an act. */
    enum Reason {
        ROLE_MISSING("role-missing"),
        SCOPE_MISSING("scope-missing"),
        DELEGATION_MISSING("delegation-missing"),
        SIGN_IN_NOT_RECENT("sign-in-not-recent"),
        NO_POLICY("no-policy");

        private final String code;

        Reason(String code) {
            this.code = code;
        }

        /** The reason's name in problem details and logs. */
        public String code() {
            return code;
        }
    }
}
