package dev.lockstep.inventory.clusters;

import dev.lockstep.contracts.ClusterId;
import dev.lockstep.contracts.inventory.ClusterEvent;
import dev.lockstep.contracts.inventory.ClusterEvent.ClusterFactsChanged;
import dev.lockstep.contracts.inventory.ClusterEvent.ClusterFactsConfirmed;
import dev.lockstep.contracts.inventory.ClusterEvent.ClusterRegistered;
import dev.lockstep.contracts.inventory.ClusterEvent.DiskAttached;
import dev.lockstep.contracts.inventory.ClusterEvent.DiskDetached;
import dev.lockstep.contracts.inventory.ClusterEvent.GroupCreated;
import dev.lockstep.contracts.inventory.ClusterEvent.GroupDeleted;
import dev.lockstep.contracts.inventory.ClusterEvent.NetworkAttached;
import dev.lockstep.contracts.inventory.ClusterEvent.NetworkDetached;
import dev.lockstep.contracts.inventory.ClusterEvent.NodeEvicted;
import dev.lockstep.contracts.inventory.ClusterEvent.NodeJoined;
import dev.lockstep.contracts.inventory.ClusterEvent.ResourceCreated;
import dev.lockstep.contracts.inventory.ClusterEvent.ResourceDeleted;
import dev.lockstep.contracts.inventory.ClusterEvent.VirtualServerPlanned;
import dev.lockstep.contracts.inventory.ClusterEvent.VirtualServerRemoved;
import dev.lockstep.contracts.inventory.DocumentKind;
import dev.lockstep.contracts.inventory.Fact;
import dev.lockstep.contracts.inventory.FactPath;
import dev.lockstep.contracts.inventory.Provenance;
import dev.lockstep.eventsourcing.Decider;
import dev.lockstep.eventsourcing.Decision;
import dev.lockstep.eventsourcing.Refusal;
import dev.lockstep.inventory.facts.Attestation;
import dev.lockstep.inventory.facts.FactEdit;
import dev.lockstep.inventory.facts.Recorded;
import dev.lockstep.inventory.facts.Replacement;
import dev.lockstep.inventory.facts.Sighting;
import dev.lockstep.inventory.facts.StatedBy;
import dev.lockstep.inventory.facts.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** What may happen to the record of one cluster. */
public final class ClusterDecider implements Decider<Recorded, ClusterCommand, ClusterEvent> {

    @Override
    public Recorded initial() {
        return Recorded.nothing(DocumentKind.CLUSTER);
    }

    @Override
    public Recorded evolve(Recorded state, ClusterEvent event) {
        return state.after(event);
    }

    @Override
    public Decision<ClusterEvent> decide(Recorded state, ClusterCommand command) {
        return switch (command) {
            case ClusterCommand.Import wanted -> take(state, wanted);
            case ClusterCommand.Edit wanted -> registered(state, wanted, () -> edit(state, wanted));
            case ClusterCommand.Attest wanted -> registered(state, wanted, () -> attest(state, wanted));
            case ClusterCommand.Observe wanted -> registered(state, wanted, () -> observe(state, wanted));
        };
    }

    private static Decision<ClusterEvent> take(Recorded state, ClusterCommand.Import wanted) {
        if (state.isRegistered() && !state.requiredSite().equals(wanted.site())) {
            return Decision.refuse(new Refusal(
                    "cluster-at-another-site",
                    "Cluster '%s' is at site '%s', not at '%s'."
                            .formatted(wanted.cluster(), state.requiredSite(), wanted.site()),
                    "Import it for its own site, or leave the site out.",
                    Map.of("site", state.requiredSite())));
        }
        Optional<Refusal> refusal = StatedBy.refusal(state.facts(), wanted.document());
        if (refusal.isPresent()) {
            return Decision.refuse(refusal.get());
        }
        List<Step> steps = Replacement.steps(state.facts(), wanted.document(), wanted.provenance());
        return Decision.acceptAll(
                state.isRegistered()
                        ? events(wanted.cluster(), steps, wanted.provenance(), wanted.reason())
                        : registration(wanted, steps));
    }

    /** The facts that are about no member come with the registration itself, as far as they fit one event. */
    private static List<ClusterEvent> registration(ClusterCommand.Import wanted, List<Step> steps) {
        List<Step> rest = new ArrayList<>(steps);
        List<Fact> own = Step.takeOwnFacts(DocumentKind.CLUSTER, rest);
        List<ClusterEvent> events = new ArrayList<>();
        events.add(new ClusterRegistered(wanted.cluster(), wanted.name(), wanted.site(), own));
        events.addAll(events(wanted.cluster(), rest, wanted.provenance(), wanted.reason()));
        return events;
    }

    private static Decision<ClusterEvent> edit(Recorded state, ClusterCommand.Edit wanted) {
        return switch (FactEdit.apply(state.facts(), wanted.edits(), wanted.by(), wanted.provenance())) {
            case FactEdit.Outcome.Refused refused -> Decision.refuse(refused.refusal());
            case FactEdit.Outcome.Accepted accepted ->
                Decision.acceptAll(events(wanted.cluster(), accepted.steps(), wanted.provenance(), wanted.reason()));
        };
    }

    private static Decision<ClusterEvent> attest(Recorded state, ClusterCommand.Attest wanted) {
        return switch (Attestation.apply(state.facts(), wanted.below(), wanted.provenance())) {
            case Attestation.Outcome.Refused refused -> Decision.refuse(refused.refusal());
            case Attestation.Outcome.Accepted accepted ->
                Decision.acceptAll(events(wanted.cluster(), accepted.steps(), wanted.provenance(), wanted.reason()));
        };
    }

    private static Decision<ClusterEvent> observe(Recorded state, ClusterCommand.Observe wanted) {
        List<Step> steps = Sighting.steps(state.facts(), wanted.seen(), wanted.listed(), wanted.provenance());
        return Decision.acceptAll(events(wanted.cluster(), steps, wanted.provenance(), wanted.reason()));
    }

    private static Decision<ClusterEvent> registered(
            Recorded state, ClusterCommand command, Supplier<Decision<ClusterEvent>> decision) {
        return state.isRegistered()
                ? decision.get()
                : Decision.refuse(
                        "unknown-cluster",
                        "There is no cluster '%s'.".formatted(command.cluster()),
                        "Import its document first.");
    }

    private static List<ClusterEvent> events(
            ClusterId cluster, List<Step> steps, Provenance provenance, String reason) {
        return steps.stream()
                .<ClusterEvent>map(step -> switch (step) {
                    case Step.Added added -> added(cluster, added.member(), added.facts());
                    case Step.Removed removed -> removed(cluster, removed.member(), provenance, reason);
                    case Step.Changed changed -> new ClusterFactsChanged(cluster, changed.changes(), reason);
                    case Step.Confirmed confirmed -> new ClusterFactsConfirmed(cluster, confirmed.facts(), reason);
                })
                .toList();
    }

    private static ClusterEvent added(ClusterId cluster, FactPath member, List<Fact> facts) {
        return switch (Kind.of(member)) {
            case NODE -> new NodeJoined(cluster, member, facts);
            case NETWORK -> new NetworkAttached(cluster, member, facts);
            case DISK -> new DiskAttached(cluster, member, facts);
            case GROUP -> new GroupCreated(cluster, member, facts);
            case RESOURCE -> new ResourceCreated(cluster, member, facts);
            case VIRTUAL_SERVER -> new VirtualServerPlanned(cluster, member, facts);
        };
    }

    private static ClusterEvent removed(ClusterId cluster, FactPath member, Provenance provenance, String reason) {
        return switch (Kind.of(member)) {
            case NODE -> new NodeEvicted(cluster, member, provenance, reason);
            case NETWORK -> new NetworkDetached(cluster, member, provenance, reason);
            case DISK -> new DiskDetached(cluster, member, provenance, reason);
            case GROUP -> new GroupDeleted(cluster, member, provenance, reason);
            case RESOURCE -> new ResourceDeleted(cluster, member, provenance, reason);
            case VIRTUAL_SERVER -> new VirtualServerRemoved(cluster, member, provenance, reason);
        };
    }

    private enum Kind {
        NODE,
        NETWORK,
        DISK,
        GROUP,
        RESOURCE,
        VIRTUAL_SERVER;

        static Kind of(FactPath member) {
            if (member.segments().size() > 2) {
                return RESOURCE;
            }
            return switch (member.segments().getFirst()) {
                case "nodes" -> NODE;
                case "networks" -> NETWORK;
                case "disks" -> DISK;
                case "groups" -> GROUP;
                case "evs" -> VIRTUAL_SERVER;
                default -> throw new IllegalArgumentException("a cluster has no member at " + member);
            };
        }
    }
}
