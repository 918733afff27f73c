package dev.lockstep.access;

import dev.lockstep.contracts.ClusterId;
import dev.lockstep.contracts.OrganizationId;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a request acts on, as far as scopes are concerned. A scope that covers any of its parts covers it.
 *
 * @param site the site it belongs to, or null
 * @param organization the organization it belongs to, or null
 * @param administrativeGroup the administrative group within the organization, or null
 */
public record Target(
        @Nullable String site,
        @Nullable OrganizationId organization,
        @Nullable String administrativeGroup) {

    /** Something that only the scope {@code *} covers: the platform itself. */
    public static Target platform() {
        return new Target(null, null, null);
    }

    /** Everything of a site. */
    public static Target site(String site) {
        return new Target(site, null, null);
    }

    /** An organization as a whole. */
    public static Target organization(OrganizationId organization) {
        return new Target(null, organization, null);
    }

    /** A cluster, which is at a site and in an organization. */
    public static Target cluster(String site, ClusterId cluster) {
        return new Target(site, cluster.organization(), null);
    }

    /** An administrative group of an organization. */
    public static Target administrativeGroup(OrganizationId organization, String name) {
        return new Target(null, organization, name);
    }

    /** The scopes any one of which covers this, narrowest first; {@code *} is always among them. */
    public List<Scope> coveringScopes() {
        OrganizationId id = organization;
        String group = administrativeGroup;
        String place = site;
        return Stream.of(
                        id == null || group == null ? null : new Scope.AdministrativeGroup(id, group),
                        place == null ? null : new Scope.Site(place),
                        id == null ? null : new Scope.Organization(id),
                        new Scope.Everywhere())
                .filter(Objects::nonNull)
                .map(Scope.class::cast)
                .toList();
    }
}
