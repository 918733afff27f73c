package dev.lockstep.inventory.facts;

import dev.lockstep.contracts.inventory.ClusterEvent;
import dev.lockstep.contracts.inventory.DocumentKind;
import dev.lockstep.contracts.inventory.FactTree;
import dev.lockstep.contracts.inventory.InventoryEvent;
import dev.lockstep.contracts.inventory.OrganizationEvent;
import org.jspecify.annotations.Nullable;

/**
 * What is recorded about one cluster or organization.
 *
 * @param name its display name, or null before it was registered
 * @param site the site whose runner reaches it, or null for an organization and before a cluster was registered
 * @param facts everything known
 */
public record Recorded(@Nullable String name, @Nullable String site, FactTree facts) {

    /** Nothing yet. */
    public static Recorded nothing(DocumentKind kind) {
        return new Recorded(null, null, FactTree.empty(kind));
    }

    /** Whether it came under Lockstep's eyes. */
    public boolean isRegistered() {
        return name != null;
    }

    /** Its display name; only of what is registered. */
    public String requiredName() {
        return require(name);
    }

    /** The site of a cluster that is registered. */
    public String requiredSite() {
        return require(site);
    }

    private static String require(@Nullable String value) {
        if (value == null) {
            throw new IllegalStateException("nothing of that name is registered");
        }
        return value;
    }

    /** This after an event. */
    public Recorded after(InventoryEvent event) {
        return new Fold(this).apply(event).recorded();
    }

    /** The record under construction out of many events, without a copy for each of them. */
    public static final class Fold {

        private @Nullable String name;
        private @Nullable String site;
        private final FactTree.Fold facts;

        /** Begins with a record, which stays as it is. */
        public Fold(Recorded start) {
            this.name = start.name;
            this.site = start.site;
            this.facts = new FactTree.Fold(start.facts);
        }

        /** Applies one event. */
        public Fold apply(InventoryEvent event) {
            switch (event) {
                case OrganizationEvent organization -> {
                    facts.apply(organization);
                    if (organization instanceof OrganizationEvent.OrganizationRegistered registered) {
                        name = registered.name();
                    }
                }
                case ClusterEvent cluster -> {
                    facts.apply(cluster);
                    if (cluster instanceof ClusterEvent.ClusterRegistered registered) {
                        name = registered.name();
                        site = registered.site();
                    }
                }
            }
            return this;
        }

        /** The record as it is now. */
        public Recorded recorded() {
            return new Recorded(name, site, facts.tree());
        }
    }
}
