package dev.lockstep.validation.view;

import dev.lockstep.contracts.inventory.ClusterEvent;
import dev.lockstep.contracts.inventory.DocumentKind;
import dev.lockstep.contracts.inventory.Fact;
import dev.lockstep.contracts.inventory.FactChange;
import dev.lockstep.contracts.inventory.InventoryEvent;
import dev.lockstep.contracts.inventory.OrganizationEvent;
import dev.lockstep.requirements.ChangedFact;
import java.util.List;

/** Which facts an event of the inventory changes. */
final class EventChanges {

    private EventChanges() {}

    static List<ChangedFact> of(InventoryEvent event) {
        return switch (event) {
            case ClusterEvent.ClusterRegistered registered -> facts(DocumentKind.CLUSTER, registered.facts(), true);
            case ClusterEvent.MemberAdded added -> facts(DocumentKind.CLUSTER, added.facts(), true);
            case ClusterEvent.MemberRemoved removed ->
                List.of(new ChangedFact(DocumentKind.CLUSTER, removed.member(), true));
            case ClusterEvent.ClusterFactsChanged changed -> changes(DocumentKind.CLUSTER, changed.changes());
            case ClusterEvent.ClusterFactsConfirmed confirmed -> facts(DocumentKind.CLUSTER, confirmed.facts(), false);
            case OrganizationEvent.OrganizationRegistered registered ->
                facts(DocumentKind.ORGANIZATION, registered.facts(), true);
            case OrganizationEvent.OrganizationMemberAdded added ->
                facts(DocumentKind.ORGANIZATION, added.facts(), true);
            case OrganizationEvent.OrganizationMemberRemoved removed ->
                List.of(new ChangedFact(DocumentKind.ORGANIZATION, removed.member(), true));
            case OrganizationEvent.OrganizationFactsChanged changed ->
                changes(DocumentKind.ORGANIZATION, changed.changes());
            case OrganizationEvent.OrganizationFactsConfirmed confirmed ->
                facts(DocumentKind.ORGANIZATION, confirmed.facts(), false);
        };
    }

    private static List<ChangedFact> facts(DocumentKind document, List<Fact> facts, boolean appeared) {
        return facts.stream()
                .map(fact -> new ChangedFact(document, fact.path(), appeared))
                .toList();
    }

    private static List<ChangedFact> changes(DocumentKind document, List<FactChange> changes) {
        return changes.stream().map(change -> ChangedFact.of(document, change)).toList();
    }
}
