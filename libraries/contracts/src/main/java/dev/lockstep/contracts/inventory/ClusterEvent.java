package dev.lockstep.contracts.inventory;

import dev.lockstep.contracts.ClusterId;
import dev.lockstep.contracts.EventType;
import dev.lockstep.contracts.PersonText;
import java.util.List;

/** What changed in the recorded facts about a cluster. */
public sealed interface ClusterEvent extends InventoryEvent {

    ClusterId cluster();

    @Override
    default String partitionKey() {
        return cluster().value();
    }

    /** The facts after this event. */
    default FactTree applyTo(FactTree tree) {
        return new FactTree.Fold(tree).apply(this).tree();
    }

    /** Something that the cluster consists of was added. */
    sealed interface MemberAdded extends ClusterEvent {
        /** Its path, for example {@code /nodes/E2K3-N1}. */
        FactPath member();

        /** Its facts, each below that path. */
        List<Fact> facts();
    }

    /** Something that the cluster consisted of is gone, with all its facts. */
    sealed interface MemberRemoved extends ClusterEvent {
        FactPath member();

        Provenance provenance();

        String reason();
    }

    /**
     * A cluster came under Lockstep's eyes.
     *
     * @param name its display name
     * @param site the site whose runner reaches it
     * @param facts every fact that is not about one of its members
     */
    @EventType("lockstep.inventory.cluster-registered.v1")
    record ClusterRegistered(ClusterId cluster, String name, String site, List<Fact> facts) implements ClusterEvent {
        public ClusterRegistered {
            facts = List.copyOf(facts);
        }
    }

    /** A node belongs to the cluster. */
    @EventType("lockstep.inventory.node-joined.v1")
    record NodeJoined(ClusterId cluster, FactPath member, List<Fact> facts) implements MemberAdded {
        public NodeJoined {
            facts = List.copyOf(facts);
        }
    }

    /** A network joins the nodes. */
    @EventType("lockstep.inventory.network-attached.v1")
    record NetworkAttached(ClusterId cluster, FactPath member, List<Fact> facts) implements MemberAdded {
        public NetworkAttached {
            facts = List.copyOf(facts);
        }
    }

    /** A shared disk is attached. */
    @EventType("lockstep.inventory.disk-attached.v1")
    record DiskAttached(ClusterId cluster, FactPath member, List<Fact> facts) implements MemberAdded {
        public DiskAttached {
            facts = List.copyOf(facts);
        }
    }

    /** A resource group exists. */
    @EventType("lockstep.inventory.group-created.v1")
    record GroupCreated(ClusterId cluster, FactPath member, List<Fact> facts) implements MemberAdded {
        public GroupCreated {
            facts = List.copyOf(facts);
        }
    }

    /** A resource exists in a group. */
    @EventType("lockstep.inventory.resource-created.v1")
    record ResourceCreated(ClusterId cluster, FactPath member, List<Fact> facts) implements MemberAdded {
        public ResourceCreated {
            facts = List.copyOf(facts);
        }
    }

    /** An Exchange virtual server is planned for, or lives on, the cluster. */
    @EventType("lockstep.inventory.virtual-server-planned.v1")
    record VirtualServerPlanned(ClusterId cluster, FactPath member, List<Fact> facts) implements MemberAdded {
        public VirtualServerPlanned {
            facts = List.copyOf(facts);
        }
    }

    /** A node no longer belongs to the cluster. */
    @EventType("lockstep.inventory.node-evicted.v1")
    record NodeEvicted(
            ClusterId cluster,
            FactPath member,
            Provenance provenance,
            @PersonText String reason) implements MemberRemoved {}

    /** A network no longer joins the nodes. */
    @EventType("lockstep.inventory.network-detached.v1")
    record NetworkDetached(
            ClusterId cluster,
            FactPath member,
            Provenance provenance,
            @PersonText String reason) implements MemberRemoved {}

    /** A shared disk is gone. */
    @EventType("lockstep.inventory.disk-detached.v1")
    record DiskDetached(
            ClusterId cluster,
            FactPath member,
            Provenance provenance,
            @PersonText String reason) implements MemberRemoved {}

    /** A resource group is gone. */
    @EventType("lockstep.inventory.group-deleted.v1")
    record GroupDeleted(
            ClusterId cluster,
            FactPath member,
            Provenance provenance,
            @PersonText String reason) implements MemberRemoved {}

    /** A resource is gone from its group. */
    @EventType("lockstep.inventory.resource-deleted.v1")
    record ResourceDeleted(
            ClusterId cluster,
            FactPath member,
            Provenance provenance,
            @PersonText String reason) implements MemberRemoved {}

    /** An Exchange virtual server is gone, or no longer planned. */
    @EventType("lockstep.inventory.virtual-server-removed.v1")
    record VirtualServerRemoved(
            ClusterId cluster,
            FactPath member,
            Provenance provenance,
            @PersonText String reason) implements MemberRemoved {}

    /**
     * Facts changed.
     *
     * @param changes 1 or more
     * @param reason why, in words; for observations the task that asked for them
     */
    @EventType("lockstep.inventory.cluster-facts-changed.v1")
    record ClusterFactsChanged(
            ClusterId cluster,
            List<FactChange> changes,
            @PersonText String reason) implements ClusterEvent {
        public ClusterFactsChanged {
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
    @EventType("lockstep.inventory.cluster-facts-confirmed.v1")
    record ClusterFactsConfirmed(
            ClusterId cluster, List<Fact> facts, @PersonText String reason) implements ClusterEvent {
        public ClusterFactsConfirmed {
            facts = List.copyOf(facts);
        }
    }
}
