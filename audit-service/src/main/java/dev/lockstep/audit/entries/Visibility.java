package dev.lockstep.audit.entries;

import dev.lockstep.access.Principal;
import dev.lockstep.access.Role;
import dev.lockstep.access.Scope;
import java.util.ArrayList;
import java.util.List;

/**
 * Which entries a reader may know of. It is part of every query, so that what is not visible is not read, not counted and not paged
 * over.
 *
 * <p>A site's scope covers the entries about its clusters; an organization's scope covers those about the organization and all its
 * clusters. Entries about no organization at all are about the platform: only an auditor whose scope is everywhere reads
 * them. The scope of an administrative group covers none: entries are not about administrative groups.
 */
public final class Visibility {

    private Visibility() {}

    /** The entries that the account may know of. */
    public static Condition of(Principal principal) {
        List<Condition> visible = new ArrayList<>();
        for (Scope scope : principal.scopes()) {
            switch (scope) {
                case Scope.Everywhere _ ->
                    visible.add(Condition.nearlyAll(
                            principal.roles().contains(Role.AUDITOR) ? "true" : "e.organization is not null"));
                case Scope.Site(String site) -> visible.add(Condition.key("site", site));
                case Scope.Organization(var organization) ->
                    visible.add(Condition.key("organization", organization.value()));
                case Scope.AdministrativeGroup _ -> {
                    // No entry is about an administrative group.
                }
            }
        }
        return Condition.any(visible);
    }
}
