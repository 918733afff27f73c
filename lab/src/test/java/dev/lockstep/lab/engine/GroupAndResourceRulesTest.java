package dev.lockstep.lab.engine;

import static dev.lockstep.lab.engine.Story.contoso;
import static dev.lockstep.lab.engine.Story.on;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.lab.world.GroupState;
import dev.lockstep.lab.world.NodeState;
import dev.lockstep.lab.world.Resource;
import dev.lockstep.lab.world.ResourceState;
import java.util.List;
import org.junit.jupiter.api.Test;

class GroupAndResourceRulesTest {

    @Test
    void aGroupIsPendingWhileItMovesAndComesBackWithTheSameResourcesOnline() {
        Story story = contoso().when(on((it, cluster) -> Groups.move(it, cluster, "Cluster Group", "E2K3-N2")));

        assertThat(story.group("Cluster Group").state()).isEqualTo(GroupState.PENDING);
        story.untilQuiet();
        assertThat(story.group("Cluster Group").owner()).isEqualTo("E2K3-N2");
        assertThat(story.group("Cluster Group").resources()).allMatch(Resource::online);
    }

    @Test
    void aMoveRestoresOnlyWhatWasOnline() {
        Story story = contoso()
                .given(on((it, cluster) -> Resources.offline(it, cluster, "Cluster Name")))
                .given(on((it, cluster) -> Groups.move(it, cluster, "Cluster Group", "E2K3-N1")));

        assertThat(story.resource("Cluster Name").state()).isEqualTo(ResourceState.OFFLINE);
        assertThat(story.resource("Cluster IP Address").state()).isEqualTo(ResourceState.ONLINE);
        assertThat(story.group("Cluster Group").state()).isEqualTo(GroupState.PARTIALLY_ONLINE);
    }

    @Test
    void offlineTakesDependentsAndOnlineTakesDependencies() {
        Story story =
                contoso().msdtc().given(on((it, cluster) -> Resources.offline(it, cluster, "Cluster IP Address")));
        assertThat(story.resource("Cluster Name").state()).isEqualTo(ResourceState.OFFLINE);
        assertThat(story.resource("MSDTC").state()).isEqualTo(ResourceState.OFFLINE);
        assertThat(story.resource("Disk Q:").state()).isEqualTo(ResourceState.ONLINE);

        story.given(on((it, cluster) -> Resources.online(it, cluster, "MSDTC")));
        assertThat(story.group("Cluster Group").state()).isEqualTo(GroupState.ONLINE);
    }

    @Test
    void aNameWaitsForItsAddress() {
        Story story = contoso()
                .given(on((it, cluster) -> Resources.offline(it, cluster, "Cluster IP Address")))
                .when(on((it, cluster) -> Resources.online(it, cluster, "Cluster Name")));

        assertThat(story.resource("Cluster IP Address").state()).isEqualTo(ResourceState.ONLINE_PENDING);
        assertThat(story.resource("Cluster Name").state()).isEqualTo(ResourceState.OFFLINE);
        story.after(Work.ADDRESS_ONLINE.seconds());
        assertThat(story.resource("Cluster Name").state()).isEqualTo(ResourceState.ONLINE_PENDING);
        story.untilQuiet();
        assertThat(story.resource("Cluster Name").state()).isEqualTo(ResourceState.ONLINE);
    }

    @Test
    void aNameWithoutAnAddressFails() {
        Story story = contoso()
                .given(on((it, cluster) -> Groups.create(it, cluster, "G")))
                .given(on((it, cluster) -> Resources.create(it, cluster, "N", "G", "Network Name")))
                .given(on((it, cluster) -> Resources.setProperty(it, cluster, "N", "Name", "MAIL1")))
                .given(on((it, cluster) -> Resources.online(it, cluster, "N")));

        assertThat(story.resource("N").state()).isEqualTo(ResourceState.FAILED);
        assertThat(story.group("G").state()).isEqualTo(GroupState.FAILED);
    }

    @Test
    void anAddressThatIsInUseFails() {
        for (String taken : List.of("10.10.0.20", "10.10.0.23")) {
            Story story = contoso()
                    .given(on((it, cluster) -> Groups.create(it, cluster, "G")))
                    .given(on((it, cluster) -> Resources.create(it, cluster, "IP", "G", "IP Address")))
                    .given(on((it, cluster) -> Resources.setProperty(it, cluster, "IP", "Address", taken)))
                    .given(on((it, cluster) -> Resources.online(it, cluster, "IP")));

            assertThat(story.resource("IP").state()).isEqualTo(ResourceState.FAILED);
        }
    }

    @Test
    void aNameThatExistsFails() {
        for (String taken : List.of("CLU01", "e2k3-n1")) {
            Story story = contoso()
                    .given(on((it, cluster) -> Groups.create(it, cluster, "G")))
                    .given(on((it, cluster) -> Resources.create(it, cluster, "IP", "G", "IP Address")))
                    .given(on((it, cluster) -> Resources.setProperty(it, cluster, "IP", "Address", "10.10.0.40")))
                    .given(on((it, cluster) -> Resources.create(it, cluster, "N", "G", "Network Name")))
                    .given(on((it, cluster) -> Resources.setProperty(it, cluster, "N", "Name", taken)))
                    .given(on((it, cluster) -> Resources.addDependency(it, cluster, "N", "IP")))
                    .given(on((it, cluster) -> Resources.online(it, cluster, "N")));

            assertThat(story.resource("N").state()).isEqualTo(ResourceState.FAILED);
            assertThat(story.resource("IP").state()).isEqualTo(ResourceState.ONLINE);
        }
    }

    @Test
    void aMajorityNodeSetHasNoDiskForMsdtc() {
        Story story = Story.of(MajorityNodeSet.withoutADiskForMsdtc())
                .given(on((it, cluster) ->
                        Resources.create(it, cluster, "MSDTC", "Cluster Group", "Distributed Transaction Coordinator")))
                .given(on((it, cluster) -> Resources.addDependency(it, cluster, "MSDTC", "Cluster Name")))
                .given(on((it, cluster) -> Resources.addDependency(it, cluster, "MSDTC", MajorityNodeSet.RESOURCE)))
                .given(on((it, cluster) -> Resources.online(it, cluster, "MSDTC")));
        assertThat(story.resource(MajorityNodeSet.RESOURCE).online()).isTrue();
        assertThat(story.resource("MSDTC").state()).isEqualTo(ResourceState.FAILED);
        assertThat(story.group("Cluster Group").state()).isEqualTo(GroupState.FAILED);

        story.given(on((it, cluster) -> Resources.moveTo(it, cluster, "Disk Q:", "Cluster Group")))
                .given(on((it, cluster) -> Resources.online(it, cluster, "MSDTC")));
        assertThat(story.resource("MSDTC").state())
                .as("a disk that it does not depend on")
                .isEqualTo(ResourceState.FAILED);

        story.given(on((it, cluster) -> Resources.addDependency(it, cluster, "MSDTC", "Disk Q:")))
                .given(on((it, cluster) -> Resources.online(it, cluster, "MSDTC")));
        assertThat(story.group("Cluster Group").state()).isEqualTo(GroupState.ONLINE);
    }

    @Test
    void anOnlineNameIsRegisteredInDns() {
        Story story = contoso().placed("EVS1", "E2K3-N1", "MAIL1", "10.10.0.31", List.of());

        assertThat(story.world().directory().zone().records()).containsEntry("MAIL1.corp.contoso.com", "10.10.0.31");
    }

    @Test
    void aDiskMovesBetweenGroupsOfTheSameNodeOnly() {
        Story story = contoso()
                .given(on((it, cluster) -> Groups.create(it, cluster, "EVS1")))
                .when(on((it, cluster) -> Resources.moveTo(it, cluster, "Disk E:", "EVS1")))
                .thenRefused(WindowsError.NOT_GROUP_OWNER)
                .given(on((it, cluster) -> Groups.move(it, cluster, "Group 0", "E2K3-N1")))
                .when(on((it, cluster) -> Resources.moveTo(it, cluster, "Disk E:", "EVS1")))
                .thenDone();

        assertThat(story.group("EVS1").resource("Disk E:").orElseThrow().online())
                .isTrue();
        assertThat(story.group("Group 0").resources()).isEmpty();
        assertThat(story.group("Group 0").state()).isEqualTo(GroupState.ONLINE);
    }

    @Test
    void refusesWhatWindowsRefuses() {
        Story story = contoso();
        story.when(on((it, cluster) -> Groups.create(it, cluster, "group 3")))
                .thenRefused(WindowsError.OBJECT_ALREADY_EXISTS);
        story.when(on((it, cluster) -> Groups.delete(it, cluster, "Group 3")))
                .thenRefused(WindowsError.GROUP_NOT_EMPTY);
        story.when(on((it, cluster) -> Groups.move(it, cluster, "Group 3", "E2K3-N9")))
                .thenRefused(WindowsError.NODE_NOT_FOUND);
        story.when(on((it, cluster) -> Groups.online(it, cluster, "nowhere")))
                .thenRefused(WindowsError.GROUP_NOT_FOUND);
        story.when(on((it, cluster) -> Resources.offline(it, cluster, "Disk Q:")))
                .thenRefused(WindowsError.QUORUM_RESOURCE);
        story.when(on((it, cluster) -> Resources.create(it, cluster, "X", "Group 1", "Microsoft Exchange MTA")))
                .thenRefused(WindowsError.TYPE_NOT_FOUND);
        story.when(on((it, cluster) -> Resources.delete(it, cluster, "Disk E:")))
                .thenRefused(WindowsError.RESOURCE_ONLINE);
        story.when(on((it, cluster) -> Resources.addDependency(it, cluster, "Cluster Name", "Disk E:")))
                .thenRefused(WindowsError.INVALID_PARAMETER);
        story.when(on((it, cluster) -> Resources.addOwner(it, cluster, "Disk E:", "E2K3-N1")))
                .thenRefused(WindowsError.OBJECT_IN_LIST);
        assertThat(story.world()).isEqualTo(contoso().world());
    }

    @Test
    void aPausedNodeTakesNoGroupAndADownNodeNeither() {
        contoso()
                .given((it, tick) -> Nodes.pause(it, "CLU01", "E2K3-N2", true))
                .when(on((it, cluster) -> Groups.move(it, cluster, "Group 0", "E2K3-N2")))
                .thenRefused(WindowsError.NODE_PAUSED)
                .given((it, tick) -> Nodes.stopService(it, "E2K3-N3", "clussvc", tick))
                .when(on((it, cluster) -> Groups.move(it, cluster, "Group 0", "E2K3-N3")))
                .thenRefused(WindowsError.NODE_DOWN);
    }

    @Test
    void aRestartedNodeLosesItsGroupsToTheOthersAndJoinsAgain() {
        Story story = contoso().when((it, tick) -> Nodes.restart(it, "E2K3-N4", tick));

        assertThat(story.node("E2K3-N4").state()).isEqualTo(NodeState.DOWN);
        assertThat(story.cluster().ownedBy("E2K3-N4")).isEmpty();
        story.after(Work.RESTART.seconds());
        assertThat(story.node("E2K3-N4").state()).isEqualTo(NodeState.JOINING);
        assertThat(story.group("Cluster Group").state()).isEqualTo(GroupState.ONLINE);
        story.untilQuiet();
        assertThat(story.node("E2K3-N4").state()).isEqualTo(NodeState.UP);
    }

    @Test
    void aRestartInTheMiddleOfAMoveLeavesNothingBehind() {
        Story story = contoso()
                .when(on((it, cluster) -> Groups.move(it, cluster, "Cluster Group", "E2K3-N1")))
                .when((it, tick) -> Nodes.restart(it, "E2K3-N4", tick))
                .untilQuiet();

        assertThat(story.group("Cluster Group").state()).isEqualTo(GroupState.ONLINE);
        assertThat(story.group("Cluster Group").owner()).isNotEqualTo("E2K3-N4");
    }

    @Test
    void servicesRefuseWhatWindowsRefuses() {
        Story story = contoso().windowsReady("E2K3-N1");
        story.when((it, tick) -> Nodes.startService(it, "E2K3-N1", "W3SVC", tick))
                .thenRefused(WindowsError.SERVICE_ALREADY_RUNNING);
        story.when((it, tick) -> Nodes.startService(it, "E2K3-N2", "W3SVC", tick))
                .thenRefused(WindowsError.NO_SUCH_SERVICE);
        story.given((it, tick) -> Nodes.stopService(it, "E2K3-N1", "NntpSvc", tick))
                .given((it, tick) ->
                        Nodes.configureService(it, "E2K3-N1", "NntpSvc", dev.lockstep.lab.world.StartMode.DISABLED))
                .when((it, tick) -> Nodes.startService(it, "E2K3-N1", "NntpSvc", tick))
                .thenRefused(WindowsError.SERVICE_DISABLED);
    }
}
