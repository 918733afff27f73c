package dev.lockstep.validation.view;

import dev.lockstep.access.Target;
import dev.lockstep.access.http.Access;
import dev.lockstep.contracts.ClusterId;
import dev.lockstep.requirements.expression.InventoryFacts;
import dev.lockstep.service.http.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Locale;

/** Clusters for those whose scopes cover them; to others a cluster that does not exist looks like one that they may not see. */
@ApplicationScoped
public class VisibleClusters {

    @Inject
    Access access;

    @Inject
    KnownInventory inventory;

    /**
     * The cluster of an id, when the account may act on it.
     *
     * @param text the id as the request has it
     */
    public KnownCluster require(String text) {
        ClusterId id;
        try {
            id = new ClusterId(text.toLowerCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            access.require(Target.platform());
            throw ProblemException.notFound("cluster '%s'".formatted(text));
        }
        KnownCluster known = inventory.cluster(id).orElse(null);
        access.require(known == null ? Target.organization(id.organization()) : known.target());
        if (known == null) {
            throw ProblemException.notFound("cluster '%s' that validation knows of".formatted(id));
        }
        return known;
    }

    /** The latest facts about a cluster. */
    public InventoryFacts facts(KnownCluster cluster) {
        return inventory
                .facts(cluster.id(), cluster.versions())
                .orElseThrow(
                        () -> new IllegalStateException("the latest versions of %s are gone".formatted(cluster.id())));
    }
}
