package dev.lockstep.contracts.inventory;

import dev.lockstep.contracts.EventType;
import dev.lockstep.contracts.OrganizationId;
import dev.lockstep.contracts.PersonText;
import java.util.List;

/** What changed in the recorded facts about an organization. */
public sealed interface OrganizationEvent extends InventoryEvent {

    OrganizationId organization();

    @Override
    default String partitionKey() {
        return organization().value();
    }

    /** The facts after this event. */
    default FactTree applyTo(FactTree tree) {
        return new FactTree.Fold(tree).apply(this).tree();
    }

    /**
     * An organization came under Lockstep's eyes.
     *
     * @param name its display name
     * @param facts every fact that is not about one of its members (domains, servers, …)
     */
    @EventType("lockstep.inventory.organization-registered.v1")
    record OrganizationRegistered(OrganizationId organization, String name, List<Fact> facts)
            implements OrganizationEvent {
        public OrganizationRegistered {
            facts = List.copyOf(facts);
        }
    }

    /**
     * A domain, domain controller, routing group, recipient policy, server or Exchange 5.5 site was added.
     *
     * @param member its path, for example {@code /domains/corp.contoso.com}
     * @param facts its facts, each at or below that path
     */
    @EventType("lockstep.inventory.organization-member-added.v1")
    record OrganizationMemberAdded(OrganizationId organization, FactPath member, List<Fact> facts)
            implements OrganizationEvent {
        public OrganizationMemberAdded {
            facts = List.copyOf(facts);
        }
    }

    /** A member is gone, with all its facts. */
    @EventType("lockstep.inventory.organization-member-removed.v1")
    record OrganizationMemberRemoved(
            OrganizationId organization,
            FactPath member,
            Provenance provenance,
            @PersonText String reason) implements OrganizationEvent {}

    /**
     * Facts changed.
     *
     * @param changes 1 or more
     * @param reason why, in words; for observations the task that asked for them
     */
    @EventType("lockstep.inventory.organization-facts-changed.v1")
    record OrganizationFactsChanged(
            OrganizationId organization,
            List<FactChange> changes,
            @PersonText String reason) implements OrganizationEvent {
        public OrganizationFactsChanged {
            changes = List.copyOf(changes);
        }
    }

    /**
     * Facts were observed again and had the values that were recorded, or a person attested that they are still so; only their
     * provenance is new.
     *
     * @param facts 1 or more
     * @param reason the task that asked for them, or the person's reason
     */
    @EventType("lockstep.inventory.organization-facts-confirmed.v1")
    record OrganizationFactsConfirmed(
            OrganizationId organization,
            List<Fact> facts,
            @PersonText String reason) implements OrganizationEvent {
        public OrganizationFactsConfirmed {
            facts = List.copyOf(facts);
        }
    }
}
