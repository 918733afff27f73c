package dev.lockstep.inventory.facts;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.contracts.EventCatalogue;
import dev.lockstep.contracts.inventory.ClusterEvent;
import dev.lockstep.contracts.inventory.Fact;
import dev.lockstep.contracts.inventory.FactChange;
import dev.lockstep.contracts.inventory.FactPath;
import dev.lockstep.contracts.inventory.InventoryEvent;
import dev.lockstep.contracts.inventory.OrganizationEvent;
import dev.lockstep.contracts.inventory.Provenance;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an event changed, in one form for all of them.
 *
 * @param type the event's stable type name
 * @param member the member that came or went, or null
 * @param reason why, or null when the event tells none
 * @param changes facts with their values before and after; empty when a member went with all its facts
 * @param confirmed how many facts were seen again unchanged
 */
public record ChangeView(
        String type, @Nullable FactPath member, @Nullable String reason, List<Change> changes, int confirmed) {

    /**
     * One fact.
     *
     * @param before null (absent) when it was not known
     * @param after null (absent) when it is no longer known
     */
    public record Change(
            FactPath path,
            @Nullable JsonNode before,
            @Nullable JsonNode after,
            Provenance provenance) {}

    /** What an event changed. */
    public static ChangeView of(InventoryEvent event) {
        String type = EventCatalogue.typeOf(event);
        return switch (event) {
            case OrganizationEvent.OrganizationRegistered registered ->
                new ChangeView(type, null, null, appeared(registered.facts()), 0);
            case OrganizationEvent.OrganizationMemberAdded added ->
                new ChangeView(type, added.member(), null, appeared(added.facts()), 0);
            case OrganizationEvent.OrganizationMemberRemoved removed ->
                new ChangeView(type, removed.member(), removed.reason(), List.of(), 0);
            case OrganizationEvent.OrganizationFactsChanged changed ->
                new ChangeView(type, null, changed.reason(), changed(changed.changes()), 0);
            case OrganizationEvent.OrganizationFactsConfirmed confirmed ->
                new ChangeView(
                        type,
                        null,
                        confirmed.reason(),
                        List.of(),
                        confirmed.facts().size());
            case ClusterEvent.ClusterRegistered registered ->
                new ChangeView(type, null, null, appeared(registered.facts()), 0);
            case ClusterEvent.MemberAdded added ->
                new ChangeView(type, added.member(), null, appeared(added.facts()), 0);
            case ClusterEvent.MemberRemoved removed ->
                new ChangeView(type, removed.member(), removed.reason(), List.of(), 0);
            case ClusterEvent.ClusterFactsChanged changed ->
                new ChangeView(type, null, changed.reason(), changed(changed.changes()), 0);
            case ClusterEvent.ClusterFactsConfirmed confirmed ->
                new ChangeView(
                        type,
                        null,
                        confirmed.reason(),
                        List.of(),
                        confirmed.facts().size());
        };
    }

    private static List<Change> appeared(List<Fact> facts) {
        return facts.stream()
                .map(fact -> new Change(fact.path(), null, fact.value(), fact.provenance()))
                .toList();
    }

    private static List<Change> changed(List<FactChange> changes) {
        return changes.stream()
                .map(change -> new Change(change.path(), change.before(), change.after(), change.provenance()))
                .toList();
    }
}
