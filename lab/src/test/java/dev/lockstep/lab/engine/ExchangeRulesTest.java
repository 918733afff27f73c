package dev.lockstep.lab.engine;

import static dev.lockstep.lab.engine.Story.contoso;
import static dev.lockstep.lab.engine.Story.on;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.lab.world.ExchangeServer;
import dev.lockstep.lab.world.GroupState;
import dev.lockstep.lab.world.Named;
import dev.lockstep.lab.world.Resource;
import dev.lockstep.lab.world.ResourceState;
import dev.lockstep.lab.world.ResourceTypes;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExchangeRulesTest {
    private static final String PATH = "C:\\Program Files\\Exchsrvr";
    private static final List<String> DISKS_1 = List.of("Disk E:", "Disk F:");
    private static final List<String> DISKS_2 = List.of("Disk L:", "Disk M:");

    @Test
    void forestPrepReachesTheOtherControllersLater() {
        Story story = contoso().when(Preparation::forest).after(Work.FOREST_PREPARATION.seconds());

        assertThat(range(story, "dc1.corp.contoso.com")).isEqualTo(6870);
        assertThat(range(story, "dc2.corp.contoso.com")).isZero();
        story.when((it, tick) -> Preparation.domain(it, "CORP", tick)).thenRefused("dc2.corp.contoso.com");
        story.after(Work.SCHEMA_REPLICATION.seconds());
        assertThat(range(story, "dc2.corp.contoso.com")).isEqualTo(6870);
        story.when((it, tick) -> Preparation.domain(it, "CORP", tick)).thenDone();
    }

    private static int range(Story story, String controller) {
        return story.world()
                .directory()
                .controller(controller)
                .orElseThrow()
                .replica()
                .schemaRangeUpper();
    }

    @Test
    void onlyOnePreparationAtATime() {
        contoso().when(Preparation::forest).when(Preparation::forest).thenRefused("preparing the directory");
    }

    @Test
    void setupRefusesUntilEveryPrerequisiteIsThere() {
        Story story = contoso();
        story.when(setup("E2K3-N1", PATH)).thenRefused("ForestPrep");
        story.given(Preparation::forest).when(setup("E2K3-N1", PATH)).thenRefused("DomainPrep");
        story.given((it, tick) -> Preparation.domain(it, "corp.contoso.com", tick))
                .when(setup("E2K3-N1", PATH))
                .thenRefused("IISADMIN");
        story.windowsReady("E2K3-N1").when(setup("E2K3-N1", PATH)).thenRefused("cdowfevt.dll");
        story.msdtc().when(setup("E2K3-N1", "E:\\Exchsrvr")).thenRefused("cluster disk");
        story.given((it, tick) -> Nodes.stopService(it, "E2K3-N1", "ClusSvc", tick))
                .when(setup("E2K3-N1", PATH))
                .thenRefused("Cluster service");
        story.given((it, tick) -> Nodes.startService(it, "E2K3-N1", "ClusSvc", tick))
                .when(setup("E2K3-N1", PATH))
                .thenDone();
    }

    @Test
    void setupNeedsAspNet() {
        contoso()
                .prepared()
                .msdtc()
                .given((it, tick) -> Components.install(
                        it, "E2K3-N1", List.of("iis_common", "iis_www", "iis_smtp", "iis_nntp"), List.of(), tick))
                .when(setup("E2K3-N1", PATH))
                .thenRefused("ASP.NET");
    }

    @Test
    void setupRefusesOnANodeThatRunsResources() {
        contoso()
                .readyForSetup("E2K3-N4")
                .when(setup("E2K3-N4", PATH))
                .thenRefused("Cluster resources are running on this node");
    }

    @Test
    void aSecondSetupInTheClusterRefuses() {
        contoso()
                .readyForSetup("E2K3-N1")
                .windowsReady("E2K3-N2")
                .when(setup("E2K3-N1", PATH))
                .when(setup("E2K3-N2", PATH))
                .thenRefused("already running on node E2K3-N1");
    }

    @Test
    void setupRegistersTypesAndServicesAndWantsARestart() {
        Story story = contoso().readyForSetup("E2K3-N1").given(setup("E2K3-N1", PATH));

        assertThat(story.cluster().resourceTypes()).containsAll(ResourceTypes.OF_EXCHANGE);
        assertThat(story.node("E2K3-N1").service("MSExchangeIS")).isPresent();
        assertThat(story.node("E2K3-N1").rebootRequired()).isTrue();
        assertThat(story.world().directory().servers()).isEmpty();
        story.when(setup("E2K3-N1", PATH)).thenRefused("restarted");
        story.given((it, tick) -> Nodes.restart(it, "E2K3-N1", tick))
                .when(setup("E2K3-N1", PATH))
                .thenRefused("is already installed");
    }

    @Test
    void aRestartDuringSetupLeavesTheNodeWithoutExchange() {
        Story story = contoso()
                .readyForSetup("E2K3-N1")
                .when(setup("E2K3-N1", PATH))
                .given((it, tick) -> Nodes.restart(it, "E2K3-N1", tick));

        assertThat(story.node("E2K3-N1").installed()).isEmpty();
        assertThat(story.node("E2K3-N1").setup()).isNull();
    }

    @Test
    void theInstallationPathIsTheSameOnAllNodes() {
        contoso()
                .readyForSetup("E2K3-N1")
                .windowsReady("E2K3-N2")
                .installed("E2K3-N1")
                .when(setup("E2K3-N2", "C:\\Exchsrvr"))
                .thenRefused("must be the same on all nodes");
    }

    private static Story twoNodesInstalled() {
        return contoso()
                .readyForSetup("E2K3-N1")
                .windowsReady("E2K3-N2")
                .installed("E2K3-N1")
                .installed("E2K3-N2");
    }

    private static Story firstPlaced() {
        return twoNodesInstalled().placed("EVS1", "E2K3-N1", "MAIL1", "10.10.0.31", DISKS_1);
    }

    @Test
    void theFirstSystemAttendantBringsTheMtaAndTheServerObject() {
        Story story = firstPlaced();
        story.given(story.attendant("EVS1", "E:\\Exchsrvr", DISKS_1));

        assertThat(story.group("EVS1").resources().stream().map(Resource::type))
                .contains(
                        ResourceTypes.SYSTEM_ATTENDANT,
                        ResourceTypes.INFORMATION_STORE,
                        ResourceTypes.ROUTING,
                        ResourceTypes.SMTP,
                        ResourceTypes.HTTP,
                        ResourceTypes.SEARCH,
                        ResourceTypes.MTA)
                .doesNotContain(ResourceTypes.IMAP4, ResourceTypes.POP3);
        assertThat(story.group("EVS1").state()).isEqualTo(GroupState.PARTIALLY_ONLINE);
        assertThat(Named.find(story.world().directory().servers(), "MAIL1"))
                .map(ExchangeServer::build)
                .contains("6.5.6944");

        story.given(on((it, cluster) -> Groups.online(it, cluster, "EVS1")));
        assertThat(story.group("EVS1").state()).isEqualTo(GroupState.ONLINE);
    }

    @Test
    void theSecondVirtualServerGetsNoMtaAndNoNodeOfTheFirst() {
        Story story = firstPlaced();
        story.given(story.attendant("EVS1", "E:\\Exchsrvr", DISKS_1))
                .given(on((it, cluster) -> Groups.online(it, cluster, "EVS1")))
                .placed("EVS2", "E2K3-N2", "MAIL2", "10.10.0.32", DISKS_2)
                .given(story.attendant("EVS2", "L:\\Exchsrvr", DISKS_2))
                .given(on((it, cluster) -> Groups.online(it, cluster, "EVS2")));
        assertThat(story.group("EVS2").ofType(ResourceTypes.MTA)).isEmpty();
        assertThat(story.group("EVS2").state()).isEqualTo(GroupState.ONLINE);

        story.given(on((it, cluster) -> Groups.move(it, cluster, "EVS2", "E2K3-N1")));
        assertThat(story.group("EVS2").state()).isEqualTo(GroupState.FAILED);
    }

    @Test
    void aVirtualServerDoesNotStartOnANodeWithoutExchange() {
        Story story = firstPlaced();
        story.given(story.attendant("EVS1", "E:\\Exchsrvr", DISKS_1))
                .given(on((it, cluster) -> Groups.online(it, cluster, "EVS1")))
                .given(on((it, cluster) -> Groups.move(it, cluster, "EVS1", "E2K3-N3")));

        assertThat(story.group("EVS1").ofType(ResourceTypes.SYSTEM_ATTENDANT))
                .extracting(Resource::state)
                .containsExactly(ResourceState.FAILED);
    }

    @Test
    void theWizardRefusesWhatWouldGiveABrokenServer() {
        Story story = firstPlaced();
        story.when(story.attendant("EVS1", "E:\\Exchsrvr", List.of("Disk E:"))).thenRefused("missing: Disk F:");
        story.when(story.attendant("EVS1", "Z:\\Exchsrvr", DISKS_1)).thenRefused("is not on a disk of the group");
        story.when(story.attendant("Cluster Group", "Q:\\Exchsrvr", List.of("Disk Q:")))
                .thenRefused("group of the cluster itself");
        story.given(on((it, cluster) -> Resources.offline(it, cluster, "Disk F:")))
                .when(story.attendant("EVS1", "E:\\Exchsrvr", DISKS_1))
                .thenRefused("Disk F: is not online");
        story.given(on((it, cluster) -> Resources.online(it, cluster, "Disk F:")))
                .given(story.attendant("EVS1", "E:\\Exchsrvr", DISKS_1))
                .when(story.attendant("EVS1", "E:\\Exchsrvr", DISKS_1))
                .thenRefused("has a System Attendant already");
    }

    private static dev.lockstep.lab.server.Command setup(String node, String path) {
        return (it, tick) -> Setup.start(it, node, path, it.mediaBuild(), tick);
    }
}
