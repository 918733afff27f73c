package dev.lockstep.access;

import dev.lockstep.contracts.OrganizationId;

/** Where an account may act. */
public sealed interface Scope {

    /** Whether something lies within this scope. */
    boolean covers(Target target);

    /** Everywhere, the platform itself included: {@code *}. */
    record Everywhere() implements Scope {
        @Override
        public boolean covers(Target target) {
            return true;
        }

        @Override
        public String toString() {
            return "*";
        }
    }

    /** The clusters of one site: {@code site:oslo}. */
    record Site(String name) implements Scope {
        public Site {
            requireName(name);
        }

        @Override
        public boolean covers(Target target) {
            return name.equals(target.site());
        }

        @Override
        public String toString() {
            return "site:" + name;
        }
    }

    /** An organization with all its clusters and administrative groups: {@code organization:contoso}. */
    record Organization(OrganizationId id) implements Scope {
        @Override
        public boolean covers(Target target) {
            return id.equals(target.organization());
        }

        @Override
        public String toString() {
            return "organization:" + id;
        }
    }

    /** One administrative group: {@code administrative-group:contoso/First Administrative Group}. Its name's case does not matter. */
    record AdministrativeGroup(OrganizationId organization, String name) implements Scope {
        public AdministrativeGroup {
            requireName(name);
        }

        @Override
        public boolean covers(Target target) {
            return organization.equals(target.organization()) && name.equalsIgnoreCase(target.administrativeGroup());
        }

        @Override
        public String toString() {
            return "administrative-group:" + organization + "/" + name;
        }
    }

    /**
     * Reads a scope from its text.
     *
     * @throws IllegalArgumentException when it is none of the four forms
     */
    static Scope parse(String text) {
        if (text.equals("*")) {
            return new Everywhere();
        }
        int colon = text.indexOf(':');
        String kind = colon < 0 ? "" : text.substring(0, colon);
        String rest = text.substring(colon + 1);
        return switch (kind) {
            case "site" -> new Site(rest);
            case "organization" -> new Organization(new OrganizationId(rest));
            case "administrative-group" -> {
                int slash = rest.indexOf('/');
                if (slash < 0) {
                    throw new IllegalArgumentException(
                            "an administrative group's scope reads administrative-group:organization/name, not '%s'"
                                    .formatted(text));
                }
                yield new AdministrativeGroup(new OrganizationId(rest.substring(0, slash)), rest.substring(slash + 1));
            }
            default ->
                throw new IllegalArgumentException(
                        "a scope is *, site:…, organization:… or administrative-group:…, not '%s'".formatted(text));
        };
    }

    private static void requireName(String name) {
        if (name.isBlank()) {
            throw new IllegalArgumentException("a scope names something");
        }
    }
}
