package dev.lockstep.inventory.overview;

import dev.lockstep.access.Reach;
import dev.lockstep.access.http.Access;
import dev.lockstep.access.http.Policy;
import dev.lockstep.service.paging.Page;
import dev.lockstep.service.paging.PageRequest;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Lists of clusters and organizations: those that the account's scopes cover, and no others. */
@Produces(MediaType.APPLICATION_JSON)
@Path("/api/inventory")
public class OverviewResource {

    private static final String VISIBLE_CLUSTERS =
            "(:everything = true or c.site in :sites or c.organization in :organizations)";

    @Inject
    Access access;

    /**
     * Clusters by id.
     *
     * @param site only those of this site
     * @param organization only those of this organization
     */
    @GET
    @Path("/clusters")
    @Policy("inventory.list")
    public Page<ClusterSummary> clusters(
            @QueryParam("site") @Nullable String site,
            @QueryParam("organization") @Nullable String organization,
            @BeanParam PageRequest page) {
        Map<String, Object> parameters = visible(page);
        parameters.put("site", site == null ? "" : site);
        parameters.put("organization", organization == null ? "" : organization.toLowerCase(Locale.ROOT));
        List<ClusterSummary> found = ClusterSummary.<ClusterSummary>find(
                        "from ClusterSummary c where " + VISIBLE_CLUSTERS
                                + " and c.id > :after and (:site = '' or c.site = :site)"
                                + " and (:organization = '' or c.organization = :organization) order by c.id",
                        parameters)
                .page(0, page.limit() + 1)
                .list();
        return Page.of(found, page, cluster -> cluster.id);
    }

    /** Organizations by id: also those of which the account sees a cluster. */
    @GET
    @Path("/organizations")
    @Policy("inventory.list")
    public Page<OrganizationSummary> organizations(@BeanParam PageRequest page) {
        List<OrganizationSummary> found = OrganizationSummary.<OrganizationSummary>find(
                        "from OrganizationSummary o where (:everything = true or o.id in :organizations or exists"
                                + " (select 1 from ClusterSummary c where c.organization = o.id and c.site in :sites))"
                                + " and o.id > :after order by o.id",
                        visible(page))
                .page(0, page.limit() + 1)
                .list();
        return Page.of(found, page, organization -> organization.id);
    }

    private Map<String, Object> visible(PageRequest page) {
        Reach reach = Reach.of(access.filtered());
        return new HashMap<>(Map.of(
                "everything",
                reach.everything(),
                "sites",
                reach.sites(),
                "organizations",
                reach.organizations(),
                "after",
                page.after().orElse("")));
    }
}
