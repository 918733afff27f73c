package dev.lockstep.lab.world;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/** Something under way that takes effect at its due time (milliseconds since the epoch, wall clock of the lab). */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "change")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Change.ResourceSettles.class, name = "resource-settles"),
    @JsonSubTypes.Type(value = Change.ServiceSettles.class, name = "service-settles"),
    @JsonSubTypes.Type(value = Change.NodeReturns.class, name = "node-returns"),
    @JsonSubTypes.Type(value = Change.NodeJoins.class, name = "node-joins"),
    @JsonSubTypes.Type(value = Change.SetupRegisters.class, name = "setup-registers"),
    @JsonSubTypes.Type(value = Change.SetupEnds.class, name = "setup-ends"),
    @JsonSubTypes.Type(value = Change.ComponentsReady.class, name = "components-ready"),
    @JsonSubTypes.Type(value = Change.SystemAttendantReady.class, name = "system-attendant-ready"),
    @JsonSubTypes.Type(value = Change.VirtualServerUpgraded.class, name = "virtual-server-upgraded"),
    @JsonSubTypes.Type(value = Change.PreparationEnds.class, name = "preparation-ends"),
    @JsonSubTypes.Type(value = Change.ReplicationArrives.class, name = "replication-arrives")
})
public sealed interface Change {
    long due();

    /** A resource reaches the state it was on its way to. */
    record ResourceSettles(long due, String resource, ResourceState to) implements Change {}

    /** A service has started or stopped. */
    record ServiceSettles(long due, String node, String service, ServiceState to) implements Change {}

    /** A node has restarted and its services start. */
    record NodeReturns(long due, String node) implements Change {}

    /** A node is a working member of its cluster again. */
    record NodeJoins(long due, String node) implements Change {}

    /** Setup has copied its files on a node and registers what it installs, for which it restarts the cluster service. */
    record SetupRegisters(long due, String node, ExchangeInstall install) implements Change {}

    /** Setup has finished on a node. */
    record SetupEnds(long due, String node, ExchangeInstall install) implements Change {}

    /** Windows components are switched on and off. */
    record ComponentsReady(long due, String node, List<String> on, List<String> off) implements Change {
        public ComponentsReady {
            on = List.copyOf(on);
            off = List.copyOf(off);
        }
    }

    /** The System Attendant and what comes with it are created. */
    record SystemAttendantReady(long due, SystemAttendantRequest request) implements Change {}

    /** A virtual server has been brought to the version of its node. */
    record VirtualServerUpgraded(long due, String group) implements Change {}

    /** ForestPrep (domain empty) or DomainPrep has written to one domain controller. */
    record PreparationEnds(long due, String domain, String controller) implements Change {}

    /** What one domain controller knew reaches another. */
    record ReplicationArrives(long due, String controller, Replica knowledge) implements Change {}
}
