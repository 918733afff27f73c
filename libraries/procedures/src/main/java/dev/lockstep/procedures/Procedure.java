package dev.lockstep.procedures;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.contracts.Scenario;
import dev.lockstep.contracts.Stage;
import dev.lockstep.contracts.inventory.DocumentKind;
import dev.lockstep.contracts.orchestration.FailureClass;
import dev.lockstep.contracts.orchestration.Repeatability;
import dev.lockstep.procedures.PlanStep.ActorKind;
import dev.lockstep.procedures.PlanStep.Reversibility;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a scenario is carried out, as data.
 *
 * @param id stable name
 * @param version changes whenever a plan could come out differently
 * @param path for a scenario with several ways the one that people decided for, otherwise null
 * @param blocks in order
 */
public record Procedure(
        String id,
        String version,
        Scenario scenario,
        @Nullable String path,
        String title,
        List<Block> blocks) {

    public Procedure {
        blocks = List.copyOf(blocks);
    }

    /** A step, or a block of them. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.DEDUCTION)
    @JsonSubTypes({@JsonSubTypes.Type(Block.class), @JsonSubTypes.Type(Template.class)})
    sealed interface Element {}

    /**
     * Elements that are planned in order, once for everything that {@code each} selects.
     *
     * @param each what to repeat for, or null for once
     * @param unless a condition under which a repetition is left out, or null
     */
    public record Block(@Nullable Selection each, @Nullable Condition unless, List<Element> steps) implements Element {
        public Block {
            steps = List.copyOf(steps);
        }
    }

    /** What a block is repeated for. */
    public enum Selection {
        @JsonProperty("domain")
        DOMAIN,
        @JsonProperty("node")
        NODE,
        @JsonProperty("internet-service")
        INTERNET_SERVICE,
        @JsonProperty("group-on-node")
        GROUP_ON_NODE,
        @JsonProperty("virtual-server")
        VIRTUAL_SERVER,
        @JsonProperty("disk-of-virtual-server")
        DISK_OF_VIRTUAL_SERVER,
        @JsonProperty("source-group-elsewhere")
        SOURCE_GROUP_ELSEWHERE,
        @JsonProperty("host-disk")
        HOST_DISK,
        /** The cluster's network for internal traffic only. */
        @JsonProperty("private-network")
        PRIVATE_NETWORK,
        /** The cluster's network that clients use. */
        @JsonProperty("public-network")
        PUBLIC_NETWORK,
        /** A node's connection to the private network. */
        @JsonProperty("private-connection")
        PRIVATE_CONNECTION,
        /** A node's connection to the public network. */
        @JsonProperty("public-connection")
        PUBLIC_CONNECTION,
        /** A virtual server that is more than a plan. */
        @JsonProperty("created-virtual-server")
        CREATED_VIRTUAL_SERVER,
        /** What a rolling upgrade does, one after another. */
        @JsonProperty("turn")
        TURN,
        /** The move of a virtual server that a turn is, if it is one. */
        @JsonProperty("move-of-turn")
        MOVE_OF_TURN,
        /** The virtual server that a turn takes offline, if it does. */
        @JsonProperty("offline-of-turn")
        OFFLINE_OF_TURN,
        /** The node that a turn upgrades, if it does. */
        @JsonProperty("node-of-turn")
        NODE_OF_TURN,
        /** The virtual server that a turn upgrades, if it does. */
        @JsonProperty("server-of-turn")
        SERVER_OF_TURN,
        /** A node that does not have the target build yet. */
        @JsonProperty("old-node")
        OLD_NODE,
        /** A node of the virtual server's build that may not own its System Attendant. */
        @JsonProperty("missing-owner")
        MISSING_OWNER,
        /** A front-end server that does not have the target build. */
        @JsonProperty("front-end-server")
        FRONT_END_SERVER,
        /** A front-end server of the organization, whatever its build. */
        @JsonProperty("front-end")
        FRONT_END,
        /** A node that service pack 1 cannot be installed on yet. */
        @JsonProperty("node-without-update-831464")
        NODE_WITHOUT_UPDATE_831464,
        /** A site of Exchange 5.5 that a virtual server of the cluster belongs to. */
        @JsonProperty("site-of-exchange-55")
        SITE_OF_EXCHANGE_55,
        @JsonProperty("exchange-55-server")
        EXCHANGE_55_SERVER,
        /** An SMTP namespace that needs an HTTP virtual server of its own on a virtual server, with its cluster resource. */
        @JsonProperty("hosted-namespace")
        HOSTED_NAMESPACE,
        /** The same in the organization: a host name under which clients ask for a hosted namespace. */
        @JsonProperty("namespace")
        NAMESPACE,
        /** Every other node that the default cluster group can go to, and at last the one that it came from. */
        @JsonProperty("failover-of-default-group")
        FAILOVER_OF_DEFAULT_GROUP,
        /** Every other node that the virtual server can go to by the rules, and at last the one that it came from. */
        @JsonProperty("failover-of-virtual-server")
        FAILOVER_OF_VIRTUAL_SERVER
    }

    /** When a repetition is left out. */
    public enum Condition {
        @JsonProperty("exchange-installed")
        EXCHANGE_INSTALLED,
        @JsonProperty("target-build-installed")
        TARGET_BUILD_INSTALLED
    }

    /** What a step locks; written from coarse to fine. */
    public enum LockScope {
        /** The organization. */
        @JsonProperty("organization")
        ORGANIZATION,
        /** The organization, when no Exchange 2003 server exists yet in it or in the cluster's domain. */
        @JsonProperty("first-in-domain")
        FIRST_IN_DOMAIN,
        @JsonProperty("domain")
        DOMAIN,
        @JsonProperty("cluster")
        CLUSTER,
        @JsonProperty("node")
        NODE,
        @JsonProperty("virtual-server")
        VIRTUAL_SERVER
    }

    /**
     * That a step's authority need not be held at the organization: at the administrative groups it suffices.
     *
     * @param of whose administrative groups; where one of them is not recorded the organization is asked for all the same
     * @param when a condition, or null for always; where it is not true, or cannot be told, the organization is asked for
     */
    public record GroupSuffices(Groups of, @Nullable String when) {

        /** Whose administrative groups. */
        public enum Groups {
            /** All virtual servers of the cluster. */
            @JsonProperty("cluster")
            CLUSTER,
            /** The step's virtual server and, where routing groups may span several, all servers of its routing group. */
            @JsonProperty("virtual-server")
            VIRTUAL_SERVER
        }
    }

    /** What a step changes, with variables; the planner works out which facts have which values afterwards. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.DEDUCTION)
    @JsonSubTypes({
        @JsonSubTypes.Type(Change.SetFact.class),
        @JsonSubTypes.Type(Change.AddToList.class),
        @JsonSubTypes.Type(Change.RemoveObject.class),
        @JsonSubTypes.Type(Change.MoveGroup.class),
        @JsonSubTypes.Type(Change.MoveResource.class),
        @JsonSubTypes.Type(Change.SwitchResource.class),
        @JsonSubTypes.Type(Change.SwitchGroup.class),
        @JsonSubTypes.Type(Change.AddInstances.class),
        @JsonSubTypes.Type(Change.SetPossibleOwners.class),
        @JsonSubTypes.Type(Change.RemoveOwner.class)
    })
    sealed interface Change {

        /**
         * A fact has a value.
         *
         * @param set the fact's path
         * @param to the value; a text that is one variable stands for the variable's value
         * @param in the document, or null for the cluster's
         * @param each what it is repeated for, or null
         */
        record SetFact(String set, JsonNode to, @Nullable DocumentKind in, Probe.@Nullable Each each)
                implements Change {}

        /**
         * A list fact has one more element.
         *
         * @param in the document, or null for the cluster's
         */
        record AddToList(
                String addTo, JsonNode element, @Nullable DocumentKind in) implements Change {}

        /** A named object is not there any more. */
        record RemoveObject(String remove, DocumentKind from) implements Change {}

        /** A node owns a group. */
        record MoveGroup(String moveGroup, String toNode) implements Change {}

        /** A resource belongs to another group. */
        record MoveResource(String moveResource, String toGroup) implements Change {}

        /** A resource is in another state, and when it goes offline those that depend on it as well. */
        record SwitchResource(String switchResource, String inGroup, String becomes) implements Change {}

        /** All resources of a group are in another state. */
        record SwitchGroup(String switchGroup, String become) implements Change {}

        /** A node may not own a resource any more; where nothing is recorded every node may. */
        record RemoveOwner(String removeOwner, String of, String within) implements Change {}

        /** The nodes that a variable lists may own every resource of a group. */
        record SetPossibleOwners(String possibleOwnersIn, String nodes) implements Change {}

        /**
         * A group has the instances that come with a System Attendant; the cluster's first virtual server gets the Message Transfer
         * Agent as well (catalogue §2.8).
         */
        record AddInstances(String addInstancesTo, String systemAttendant, String serverName) implements Change {}
    }

    /**
     * A step with variables. An absent member has the default that {@link PlanStep} documents.
     *
     * <p>Instructions may use <code>${authorityAt}</code>, which says in words where the authority is held.
     *
     * @param authority the Exchange role that an approver must hold, at the organization unless {@code groupSuffices}
     * @param groupSuffices when it need not be the organization, or null
     * @param onlyOn the operating system family that the step is for, or null for all
     * @param with variables that hold for this step's observations
     * @param skip {@code when-verified}, an expression, or null for never
     * @param skipWith the id of the step with which this one is skipped, or null
     * @param parameterLists parameters that are lists; given as JSON text
     * @param effects what it changes; a step that somebody carries out says so even when it changes no fact
     */
    public record Template(
            String id,
            String title,
            @Nullable String onlyOn,
            Stage stage,
            List<Stage> requires,
            String action,
            @Nullable ActorKind actor,
            @Nullable String authority,
            @Nullable GroupSuffices groupSuffices,
            List<LockScope> locks,
            List<String> command,
            List<String> instructions,
            Map<String, String> parameters,
            Map<String, String> parameterLists,
            List<String> observe,
            @Nullable List<String> observeAfter,
            Map<String, String> with,
            @Nullable String skip,
            @Nullable String skipWith,
            String verify,
            @Nullable Duration timeout,
            @Nullable Duration patience,
            FailureClass onFailure,
            @Nullable Repeatability repeatability,
            @Nullable Reversibility reversibility,
            List<Change> effects)
            implements Element {

        /** The word for skipping a step whose verification holds already. */
        static final String WHEN_VERIFIED = "when-verified";

        /** The roles that Exchange's delegation wizard grants. */
        private static final List<String> EXCHANGE_ROLES =
                List.of("VIEW_ONLY", "EXCHANGE_ADMINISTRATOR", "EXCHANGE_FULL_ADMINISTRATOR");

        public Template {
            requires = List.copyOf(requires);
            locks = Absent.orEmpty(locks);
            command = Absent.orEmpty(command);
            instructions = Absent.orEmpty(instructions);
            parameters = Absent.orEmpty(parameters);
            parameterLists = Absent.orEmpty(parameterLists);
            observe = List.copyOf(observe);
            with = Absent.orEmpty(with);
            if (actor != null && effects == null) {
                throw new IllegalArgumentException("step %s does not say what it changes".formatted(id));
            }
            effects = Absent.orEmpty(effects);
            if (authority != null && !EXCHANGE_ROLES.contains(authority)) {
                throw new IllegalArgumentException("step %s needs the authority %s, which is none of %s"
                        .formatted(id, authority, String.join(", ", EXCHANGE_ROLES)));
            }
            if (authority == null && groupSuffices != null) {
                throw new IllegalArgumentException(
                        "step %s says where an authority suffices, and not which".formatted(id));
            }
            if (actor == ActorKind.AUTOMATIC && command.isEmpty()) {
                throw new IllegalArgumentException("step %s is automatic but has no command".formatted(id));
            }
            if (actor == ActorKind.ATTENDED && instructions.isEmpty()) {
                throw new IllegalArgumentException("step %s is attended but has no instructions".formatted(id));
            }
            if (requires.isEmpty() || observe.isEmpty()) {
                throw new IllegalArgumentException("step %s has no gate or no observations".formatted(id));
            }
        }
    }
}
