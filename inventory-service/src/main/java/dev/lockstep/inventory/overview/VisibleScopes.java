package dev.lockstep.inventory.overview;

import dev.lockstep.access.Principal;
import dev.lockstep.access.Scope;
import java.util.ArrayList;
import java.util.List;

/**
 * What an account may see, as a condition of a query.
 *
 * @param everything whether there is no limit
 * @param sites the sites whose clusters it sees
 * @param organizations the organizations whose clusters it sees
 */
record VisibleScopes(boolean everything, List<String> sites, List<String> organizations) {

    static VisibleScopes of(Principal principal) {
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
        return new VisibleScopes(everything, List.copyOf(sites), List.copyOf(organizations));
    }
}
