package dev.lockstep.access;

import java.util.ArrayList;
import java.util.List;

/**
 * How far an account's scopes reach, as a condition of a query: a list holds what they cover and reads nothing else.
 *
 * @param everything whether there is no limit
 * @param sites the sites whose clusters it sees
 * @param organizations the organizations whose clusters it sees
 */
public record Reach(boolean everything, List<String> sites, List<String> organizations) {

    /** Keeps its own copies. */
    public Reach {
        sites = List.copyOf(sites);
        organizations = List.copyOf(organizations);
    }

    /** The reach of an account. */
    public static Reach of(Principal principal) {
        boolean everything = false;
        List<String> sites = new ArrayList<>();
        List<String> organizations = new ArrayList<>();
        for (Scope scope : principal.scopes()) {
            switch (scope) {
                case Scope.Everywhere _ -> everything = true;
                case Scope.Site site -> sites.add(site.name());
                case Scope.Organization organization ->
                    organizations.add(organization.id().value());
                case Scope.AdministrativeGroup _ -> {
                    // Clusters belong to sites and organizations; a group by itself shows none.
                }
            }
        }
        return new Reach(everything, sites, organizations);
    }
}
