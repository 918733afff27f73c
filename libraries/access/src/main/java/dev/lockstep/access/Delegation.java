package dev.lockstep.access;

/**
 * An Exchange role that the directory delegates to an account, for example {@code EXCHANGE_FULL_ADMINISTRATOR@organization:contoso}.
 *
 * @param role which role
 * @param at an organization or an administrative group
 */
public record Delegation(ExchangeRole role, Scope at) {

    /** The roles that Exchange's delegation wizard grants, weakest first. */
    public enum ExchangeRole {
        VIEW_ONLY,
        EXCHANGE_ADMINISTRATOR,
        EXCHANGE_FULL_ADMINISTRATOR
    }

    public Delegation {
        if (!(at instanceof Scope.Organization) && !(at instanceof Scope.AdministrativeGroup)) {
            throw new IllegalArgumentException(
                    "Exchange delegates at an organization or an administrative group, not at '%s'".formatted(at));
        }
    }

    /**
     * Reads a delegation from its text.
     *
     * @throws IllegalArgumentException when it does not read {@code ROLE@scope}
     */
    public static Delegation parse(String text) {
        int sign = text.indexOf('@');
        if (sign < 0) {
            throw new IllegalArgumentException("a delegation reads ROLE@scope, not '%s'".formatted(text));
        }
        return new Delegation(ExchangeRole.valueOf(text.substring(0, sign)), Scope.parse(text.substring(sign + 1)));
    }

    /**
     * Whether whoever holds this also holds the other: a stronger role includes the weaker ones, and a grant at the organization
     * covers its administrative groups.
     */
    public boolean includes(Delegation other) {
        return role.compareTo(other.role) >= 0 && at.covers(targetOf(other.at));
    }

    private static Target targetOf(Scope scope) {
        return switch (scope) {
            case Scope.Organization organization -> Target.organization(organization.id());
            case Scope.AdministrativeGroup group -> Target.administrativeGroup(group.organization(), group.name());
            case Scope.Everywhere _, Scope.Site _ -> Target.platform();
        };
    }

    @Override
    public String toString() {
        return role + "@" + at;
    }
}
