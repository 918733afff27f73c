package dev.lockstep.procedures;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.contracts.InventoryVersions;
import dev.lockstep.contracts.orchestration.ClusterStateLeft;
import dev.lockstep.contracts.orchestration.ClusterStateLeft.Rest;
import dev.lockstep.contracts.orchestration.ClusterStateLeft.VirtualServer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The upgrade of two nodes with two virtual servers is left after each of its steps. */
class MixedStateTest {

    private static final String OLD = "6.0.6249";
    private static final String TARGET = "6.5.6944";
    private static final InventoryVersions VERSIONS = new InventoryVersions(3, 4);

    private final ObjectNode document = Documents.fixture("F2-two-node-upgrade-before-node");
    private final Plan plan = Documents.plan(new Planner(ProcedureLibrary.load(), new Conditions()), document);

    /** The state after each step, by its id; before the first one by the name {@code begin}. */
    private Map<String, ClusterStateLeft> afterEachStep() {
        Picture picture = new Picture(document.path("organization"), document.path("cluster"));
        Map<String, ClusterStateLeft> states = new LinkedHashMap<>();
        states.put("begin", state(picture));
        for (PlanStep step : plan.steps()) {
            step.effects().forEach(picture::apply);
            states.put(step.id(), state(picture));
        }
        return states;
    }

    private ClusterStateLeft after(String step) {
        return Objects.requireNonNull(afterEachStep().get(step));
    }

    private static ClusterStateLeft state(Picture picture) {
        return MixedState.of(picture.organization(), picture.cluster(), VERSIONS, TARGET);
    }

    @Test
    void atEveryBoundaryItIsToldWhatStandsWhereAndWhetherItMayStaySo() {
        StringBuilder changes = new StringBuilder();
        @Nullable Rest before = null;
        for (Map.Entry<String, ClusterStateLeft> after : afterEachStep().entrySet()) {
            Rest rest = after.getValue().rest();
            if (rest != before) {
                changes.append(after.getKey()).append(": ").append(rest).append('\n');
            }
            before = rest;
        }

        assertThat(changes).hasToString("""
                begin: UNIFORM
                setup-e2k-n1: NOT_TO_REST
                reboot-e2k-n1: MIXED
                offline-evsa: NOT_TO_REST
                keep-evsa-off-e2k-n2: MIXED
                offline-evsb: NOT_TO_REST
                keep-evsb-off-e2k-n2: MIXED
                setup-e2k-n2: NOT_TO_REST
                reboot-e2k-n2: UNIFORM
                """);
    }

    @Test
    void wheneverItMayStaySoEveryVirtualServerIsOnANodeOfItsOwnVersion() {
        afterEachStep().forEach((step, state) -> {
            if (state.rest() == Rest.MIXED || state.rest() == Rest.UNIFORM) {
                assertThat(state.virtualServers())
                        .as(step)
                        .allSatisfy(server -> assertThat(state.nodes()).anySatisfy(node -> {
                            assertThat(node.name()).isEqualTo(server.node());
                            assertThat(node.exchangeBuild()).isEqualTo(server.build());
                        }));
            }
        });
    }

    @Test
    void betweenTheUpgradesOfTheVirtualServersItSaysWhoIsWhereAndWhatMustNotBeDone() {
        ClusterStateLeft state = after("verify-evsa");

        assertThat(state.seenAt()).isEqualTo(VERSIONS);
        assertThat(state.nodes())
                .extracting(ClusterStateLeft.Node::exchangeBuild)
                .containsExactly(TARGET, OLD);
        assertThat(state.virtualServers())
                .containsExactly(
                        new VirtualServer("EVSA", TARGET, "E2K-N1", true),
                        new VirtualServer("EVSB", OLD, "E2K-N2", false));
        assertThat(state.rest()).isEqualTo(Rest.MIXED);
        assertThat(state.findings()).isEmpty();
        assertThat(state.forbidden())
                .contains(
                        "Do not move EVSA to E2K-N2: it is upgraded, and there is no way back (X-UPG-NOBACK-01).",
                        "Do not bring EVSB online on E2K-N1: it is not upgraded (X-UPG-NOBACK-01).",
                        "Do not upgrade Windows on E2K-N2 before Exchange: Exchange 2000 does not run on Windows Server 2003 (X-E2K-OS-01).",
                        "Run Setup on no node, and upgrade no virtual server, but by a plan: one at a time (UPG-EVS-06).");
    }

    @Test
    void whatIsInBetweenIsNamed() {
        assertThat(after("setup-e2k-n1").findings())
                .containsExactly("E2K-N1 has to be restarted before it may own a virtual server.");
        assertThat(after("bring-evsa-to-e2k-n1").findings())
                .contains(
                        "EVSA still has 6.0.6249 and is on E2K-N1, which is upgraded: it stays offline until it is upgraded there, or is brought back.",
                        "EVSA is offline: its users have no mail.");
        assertThat(after("online-evsa").findings())
                .containsExactly("EVSA may still fail over to E2K-N2, which is not upgraded.");
    }

    @Test
    void whatNobodyKnowsIsSaid() {
        OldCluster recorded = OldCluster.of(2, 1, 2, "EXCHANGE_2000", OLD);

        ClusterStateLeft known = MixedState.of(recorded.organization, recorded.cluster, VERSIONS, TARGET);
        ClusterStateLeft unverified = MixedState.unverified(known, "Upgrade Exchange on N2");
        ((ObjectNode) recorded.node(2).path("exchange")).remove("build");
        ((ObjectNode) recorded.organization.path("servers").path(0)).remove("build");
        ClusterStateLeft unrecorded = MixedState.of(recorded.organization, recorded.cluster, VERSIONS, TARGET);

        assertThat(known.rest()).isEqualTo(Rest.UNIFORM);
        assertThat(unverified.rest()).isEqualTo(Rest.UNKNOWN);
        assertThat(unverified.findings())
                .containsExactly("Nobody has verified what the step 'Upgrade Exchange on N2' did.");
        assertThat(unrecorded.rest()).isEqualTo(Rest.UNKNOWN);
        assertThat(unrecorded.findings())
                .containsExactly(
                        "Which build of Exchange N2 has is not recorded.", "Which version EVS1 has is not recorded.");
    }

    @Test
    void onlyAVirtualServerThatIsOnlineMayBeLeftAlone() {
        Map<String, Rest> rests = new LinkedHashMap<>();
        for (String state :
                List.of("ONLINE", "OFFLINE", "OFFLINE_PENDING", "ONLINE_PENDING", "FAILED", "PENDING", "UNKNOWN")) {
            OldCluster recorded = OldCluster.of(2, 1, 2, "EXCHANGE_2000", OLD);
            attendant(recorded).put("state", state);
            rests.put(state, state(recorded).rest());
        }

        assertThat(rests)
                .containsExactly(
                        Map.entry("ONLINE", Rest.UNIFORM),
                        Map.entry("OFFLINE", Rest.NOT_TO_REST),
                        Map.entry("OFFLINE_PENDING", Rest.NOT_TO_REST),
                        Map.entry("ONLINE_PENDING", Rest.NOT_TO_REST),
                        Map.entry("FAILED", Rest.NOT_TO_REST),
                        Map.entry("PENDING", Rest.NOT_TO_REST),
                        Map.entry("UNKNOWN", Rest.UNKNOWN));
    }

    @Test
    void aVirtualServerOfWhichNoSystemAttendantOrNoStateOfItIsRecordedIsNotKnownToBeOnline() {
        OldCluster without = OldCluster.of(2, 1, 2, "EXCHANGE_2000", OLD);
        attendant(without).put("type", "Physical Disk");
        OldCluster unseen = OldCluster.of(2, 1, 2, "EXCHANGE_2000", OLD);
        attendant(unseen).remove("state");

        assertThat(state(without).rest()).isEqualTo(Rest.UNKNOWN);
        assertThat(state(without).findings())
                .containsExactly(
                        "No System Attendant is recorded of EVS1: whether it is online, and where it may fail over to, is not known.");
        assertThat(state(unseen).rest()).isEqualTo(Rest.UNKNOWN);
        assertThat(state(unseen).findings()).containsExactly("Whether EVS1 is online is not recorded.");
    }

    private static ObjectNode attendant(OldCluster recorded) {
        for (JsonNode resource : recorded.cluster.path("groups").path(1).path("resources")) {
            if (resource.path("type").asText().equals(Instances.SYSTEM_ATTENDANT)) {
                return (ObjectNode) resource;
            }
        }
        throw new AssertionError(recorded.cluster);
    }

    private static ClusterStateLeft state(OldCluster recorded) {
        return MixedState.of(recorded.organization, recorded.cluster, VERSIONS, TARGET);
    }

    @Test
    void anUpgradedVirtualServerOnAnOldNodeIsNoStateToStayIn() {
        OldCluster recorded = OldCluster.of(2, 1, 2, "EXCHANGE_2000", OLD);
        ((ObjectNode) recorded.organization.path("servers").path(0)).put("build", TARGET);
        ((ObjectNode) recorded.node(2).path("os")).put("family", "WINDOWS_SERVER_2003");

        ClusterStateLeft state = MixedState.of(recorded.organization, recorded.cluster, VERSIONS, TARGET);

        assertThat(state.rest()).isEqualTo(Rest.NOT_TO_REST);
        assertThat(state.findings())
                .contains(
                        "EVS1 is upgraded to 6.5.6944 and on N1, which is not: it must not be online there (X-UPG-NOBACK-01).",
                        "N2 has Exchange 2000 on Windows Server 2003, which is not supported (X-E2K-OS-01).");
    }
}
