package dev.lockstep.lab.engine;

import static dev.lockstep.lab.engine.Story.contoso;
import static dev.lockstep.lab.engine.Story.on;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.lab.server.Command;
import dev.lockstep.lab.world.Group;
import dev.lockstep.lab.world.GroupState;
import dev.lockstep.lab.world.Node;
import dev.lockstep.lab.world.NodeState;
import dev.lockstep.lab.world.Resource;
import dev.lockstep.lab.world.ResourceState;
import dev.lockstep.lab.world.ResourceTypes;
import dev.lockstep.lab.world.ServiceState;
import dev.lockstep.lab.world.VirtualServer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What Setup does to the cluster service of its node, and what becomes of virtual servers that are upgraded at the same time. */
class SetupAndUpgradeRulesTest {
    private static final Path SCENARIOS = Path.of("src/main/resources/scenarios");
    private static final String PATH = "C:\\Program Files\\Exchsrvr";
    private static final String NEW = "6.5.6944";
    private static final String OLD = "6.0.6249";

    @Test
    void setupRecyclesTheClusterServiceOnceItsFilesAreCopied() {
        Story story = contoso().readyForSetup("E2K3-N1").when(setup("E2K3-N1")).after(Work.SETUP_COPYING.seconds() - 1);
        assertThat(story.node("E2K3-N1").state()).isEqualTo(NodeState.UP);

        story.after(1);
        assertThat(story.node("E2K3-N1").state()).isEqualTo(NodeState.DOWN);
        assertThat(story.node("E2K3-N1").service(Node.CLUSTER_SERVICE))
                .hasValueSatisfying(service -> assertThat(service.state()).isEqualTo(ServiceState.START_PENDING));
        assertThat(story.node("E2K3-N1").reachable()).isTrue();
        assertThat(story.node("E2K3-N2").state()).isEqualTo(NodeState.UP);

        story.after(Work.CLUSTER_SERVICE_RECYCLE.seconds());
        assertThat(story.node("E2K3-N1").state()).isEqualTo(NodeState.JOINING);
        story.after(Work.JOIN.seconds());
        assertThat(story.node("E2K3-N1").state()).isEqualTo(NodeState.UP);
        assertThat(story.node("E2K3-N1").setup()).as("goes on").isNotNull();

        story.untilQuiet();
        assertThat(story.node("E2K3-N1").installed()).isPresent();
        assertThat(story.node("E2K3-N1").state()).isEqualTo(NodeState.UP);
    }

    @Test
    void aGroupThatComesToTheNodeDuringSetupFailsOver() {
        Story story = contoso()
                .readyForSetup("E2K3-N1")
                .when(setup("E2K3-N1"))
                .when(on((it, cluster) -> Groups.move(it, cluster, "Group 3", "E2K3-N1")))
                .thenDone()
                .after(Work.SETUP_COPYING.seconds() - 1);
        assertThat(story.group("Group 3").owner()).isEqualTo("E2K3-N1");
        assertThat(story.group("Group 3").state()).isEqualTo(GroupState.ONLINE);

        story.after(1);
        assertThat(story.group("Group 3").owner()).isNotEqualTo("E2K3-N1");
        assertThat(story.group("Group 3").state()).isEqualTo(GroupState.PENDING);

        story.untilQuiet();
        assertThat(story.group("Group 3").state()).isEqualTo(GroupState.ONLINE);
        assertThat(story.group("Group 3").owner()).as("nothing fails back").isNotEqualTo("E2K3-N1");
    }

    @Test
    void aLoneNodeIsAwayWithAllItsGroupsAndBringsThemBack() {
        Story story = Story.of(SCENARIOS.resolve("contoso/clu05.yaml"));
        story.given(offline(attendant(story, "EVSD"))).when(setup("ONE-N1")).after(Work.SETUP_COPYING.seconds());

        assertThat(story.cluster().formed()).isFalse();
        assertThat(story.cluster().resources()).allMatch(each -> each.state() == ResourceState.OFFLINE);

        story.untilQuiet();
        assertThat(story.group("Cluster Group").state()).isEqualTo(GroupState.ONLINE);
        assertThat(story.group("EVSD").ofType(ResourceTypes.PHYSICAL_DISK)).allMatch(Resource::online);
        assertThat(story.resource(attendant(story, "EVSD")).online()).isFalse();
        assertThat(story.node("ONE-N1").installed().orElseThrow().build()).isEqualTo(NEW);
    }

    @Test
    void aRestartWhileTheClusterServiceIsAwayLeavesNothingOfSetupBehind() {
        Story story = contoso()
                .readyForSetup("E2K3-N1")
                .when(setup("E2K3-N1"))
                .after(Work.SETUP_COPYING.seconds())
                .given((it, tick) -> Nodes.restart(it, "E2K3-N1", tick));

        assertThat(story.node("E2K3-N1").installed()).isEmpty();
        assertThat(story.node("E2K3-N1").setup()).isNull();
        assertThat(story.node("E2K3-N1").state()).isEqualTo(NodeState.UP);
        story.when(setup("E2K3-N1")).thenDone();
    }

    /** CLU02 after Setup on E2K-N1, both virtual servers there and ready to be upgraded. */
    private static Story bothReadyToBeUpgraded() {
        Story story = Story.of(SCENARIOS.resolve("contoso-clu02.yaml"));
        everythingOn(story, "E2K-N2");
        story.given(setup("E2K-N1")).given((it, tick) -> Nodes.restart(it, "E2K-N1", tick));
        story.given(offline(attendant(story, "EVSA"))).given(offline(attendant(story, "EVSB")));
        return story.given(move("EVSA", "E2K-N1")).given(move("EVSB", "E2K-N1"));
    }

    private static void everythingOn(Story story, String destination) {
        for (Group each : story.cluster().groups()) {
            story.given(move(each.name(), destination));
        }
    }

    @Test
    void virtualServersAreUpgradedOneAfterTheOther() {
        Story story = bothReadyToBeUpgraded().given(upgrade("EVSA")).given(upgrade("EVSB"));

        assertThat(story.cluster().virtualServers())
                .extracting(VirtualServer::build)
                .containsExactly(NEW, NEW);
        story.given(online("EVSA")).given(online("EVSB"));
        assertThat(story.group("EVSA").state()).isEqualTo(GroupState.ONLINE);
        assertThat(story.group("EVSB").state()).isEqualTo(GroupState.ONLINE);
    }

    @Test
    void theSameVirtualServerIsNotUpgradedTwice() {
        bothReadyToBeUpgraded().when(upgrade("EVSA")).when(upgrade("EVSA")).thenRefused("upgraded already");
    }

    @Test
    void aSecondUpgradeInTheClusterIsNotRefusedAndBothCrash() {
        Story story = bothReadyToBeUpgraded()
                .when(upgrade("EVSA"))
                .after(Work.VIRTUAL_SERVER_UPGRADE.seconds() / 2)
                .when(upgrade("EVSB"))
                .thenDone()
                .untilQuiet();

        assertThat(story.cluster().virtualServers()).allMatch(VirtualServer::damaged);
        assertThat(story.cluster().virtualServers())
                .extracting(VirtualServer::build)
                .containsExactly(OLD, OLD);
        assertThat(story.group("EVSA").state()).isEqualTo(GroupState.FAILED);
        assertThat(story.group("EVSB").state()).isEqualTo(GroupState.FAILED);
        assertThat(story.node("E2K-N1").setupLogFailures()).isEqualTo(1);
        story.when(upgrade("EVSA")).thenRefused("run Setup again");
    }

    @Test
    void serversOfACrashStartNowhereUntilSetupWasRunAgainAndTheyAreUpgraded() {
        Story story = bothReadyToBeUpgraded()
                .when(upgrade("EVSA"))
                .when(upgrade("EVSB"))
                .untilQuiet();
        everythingOn(story, "E2K-N2");
        story.given(online("EVSA"));
        assertThat(story.group("EVSA").state()).as("on a node of its build").isEqualTo(GroupState.FAILED);
        assertThat(story.resource(attendant(story, "EVSA")).state()).isEqualTo(ResourceState.FAILED);

        story.given(offline(attendant(story, "EVSA")))
                .given(setup("E2K-N1"))
                .given((it, tick) -> Nodes.restart(it, "E2K-N1", tick));
        assertThat(story.node("E2K-N1").setupLogFailures()).isZero();
        for (String server : List.of("EVSA", "EVSB")) {
            story.given(move(server, "E2K-N1")).given(upgrade(server)).given(online(server));
        }

        assertThat(story.cluster().virtualServers()).noneMatch(VirtualServer::damaged);
        assertThat(story.group("EVSA").state()).isEqualTo(GroupState.ONLINE);
        assertThat(story.group("EVSB").state()).isEqualTo(GroupState.ONLINE);
    }

    private static String attendant(Story story, String group) {
        return story.group(group)
                .ofType(ResourceTypes.SYSTEM_ATTENDANT)
                .getFirst()
                .name();
    }

    private static Command setup(String node) {
        return (it, tick) -> Setup.start(it, node, PATH, NEW, tick);
    }

    private static Command upgrade(String group) {
        return (it, tick) -> VirtualServers.upgrade(it, it.clusters().getFirst(), group, tick);
    }

    private static Command move(String group, String node) {
        return on((it, cluster) -> Groups.move(it, cluster, group, node));
    }

    private static Command online(String group) {
        return on((it, cluster) -> Groups.online(it, cluster, group));
    }

    private static Command offline(String resource) {
        return on((it, cluster) -> Resources.offline(it, cluster, resource));
    }
}
