package dev.lockstep.inventory.organizations;

import dev.lockstep.contracts.OrganizationId;
import dev.lockstep.contracts.inventory.DocumentKind;
import dev.lockstep.contracts.inventory.Fact;
import dev.lockstep.contracts.inventory.OrganizationEvent;
import dev.lockstep.contracts.inventory.OrganizationEvent.OrganizationFactsChanged;
import dev.lockstep.contracts.inventory.OrganizationEvent.OrganizationFactsConfirmed;
import dev.lockstep.contracts.inventory.OrganizationEvent.OrganizationMemberAdded;
import dev.lockstep.contracts.inventory.OrganizationEvent.OrganizationMemberRemoved;
import dev.lockstep.contracts.inventory.OrganizationEvent.OrganizationRegistered;
import dev.lockstep.contracts.inventory.Provenance;
import dev.lockstep.eventsourcing.Decider;
import dev.lockstep.eventsourcing.Decision;
import dev.lockstep.inventory.facts.Attestation;
import dev.lockstep.inventory.facts.FactEdit;
import dev.lockstep.inventory.facts.Recorded;
import dev.lockstep.inventory.facts.Replacement;
import dev.lockstep.inventory.facts.Sighting;
import dev.lockstep.inventory.facts.StatedBy;
import dev.lockstep.inventory.facts.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** What may happen to the record of one organization. */
public final class OrganizationDecider implements Decider<Recorded, OrganizationCommand, OrganizationEvent> {

    @Override
    public Recorded initial() {
        return Recorded.nothing(DocumentKind.ORGANIZATION);
    }

    @Override
    public Recorded evolve(Recorded state, OrganizationEvent event) {
        return state.after(event);
    }

    @Override
    public Decision<OrganizationEvent> decide(Recorded state, OrganizationCommand command) {
        return switch (command) {
            case OrganizationCommand.Import wanted -> Decision.acceptAll(take(state, wanted));
            case OrganizationCommand.Edit wanted -> registered(state, wanted, () -> edit(state, wanted));
            case OrganizationCommand.Attest wanted -> registered(state, wanted, () -> attest(state, wanted));
            case OrganizationCommand.Observe wanted -> registered(state, wanted, () -> observe(state, wanted));
        };
    }

    private static List<OrganizationEvent> take(Recorded state, OrganizationCommand.Import wanted) {
        List<Step> steps = new ArrayList<>(Replacement.steps(state.facts(), wanted.document(), wanted.provenance()));
        List<OrganizationEvent> events = new ArrayList<>();
        if (!state.isRegistered()) {
            List<Fact> own = Step.takeOwnFacts(DocumentKind.ORGANIZATION, steps);
            events.add(new OrganizationRegistered(wanted.organization(), wanted.name(), own));
        }
        events.addAll(events(wanted.organization(), steps, wanted.provenance(), wanted.reason()));
        return events;
    }

    private static Decision<OrganizationEvent> edit(Recorded state, OrganizationCommand.Edit wanted) {
        return switch (FactEdit.apply(state.facts(), wanted.edits(), StatedBy.EDITORS, wanted.provenance())) {
            case FactEdit.Outcome.Refused refused -> Decision.refuse(refused.refusal());
            case FactEdit.Outcome.Accepted accepted ->
                Decision.acceptAll(
                        events(wanted.organization(), accepted.steps(), wanted.provenance(), wanted.reason()));
        };
    }

    private static Decision<OrganizationEvent> attest(Recorded state, OrganizationCommand.Attest wanted) {
        return switch (Attestation.apply(state.facts(), wanted.below(), wanted.provenance())) {
            case Attestation.Outcome.Refused refused -> Decision.refuse(refused.refusal());
            case Attestation.Outcome.Accepted accepted ->
                Decision.acceptAll(
                        events(wanted.organization(), accepted.steps(), wanted.provenance(), wanted.reason()));
        };
    }

    private static Decision<OrganizationEvent> observe(Recorded state, OrganizationCommand.Observe wanted) {
        List<Step> steps = Sighting.steps(state.facts(), wanted.seen(), wanted.listed(), wanted.provenance());
        return Decision.acceptAll(events(wanted.organization(), steps, wanted.provenance(), wanted.reason()));
    }

    private static Decision<OrganizationEvent> registered(
            Recorded state, OrganizationCommand command, Supplier<Decision<OrganizationEvent>> decision) {
        return state.isRegistered()
                ? decision.get()
                : Decision.refuse(
                        "unknown-organization",
                        "There is no organization '%s'.".formatted(command.organization()),
                        "Import a document of one of its clusters first.");
    }

    private static List<OrganizationEvent> events(
            OrganizationId organization, List<Step> steps, Provenance provenance, String reason) {
        return steps.stream()
                .<OrganizationEvent>map(step -> switch (step) {
                    case Step.Added added -> new OrganizationMemberAdded(organization, added.member(), added.facts());
                    case Step.Removed removed ->
                        new OrganizationMemberRemoved(organization, removed.member(), provenance, reason);
                    case Step.Changed changed -> new OrganizationFactsChanged(organization, changed.changes(), reason);
                    case Step.Confirmed confirmed ->
                        new OrganizationFactsConfirmed(organization, confirmed.facts(), reason);
                })
                .toList();
    }
}
