package dev.lockstep.lab.operator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.contracts.Scenario;
import dev.lockstep.lab.engine.MajorityNodeSet;
import dev.lockstep.lab.scenario.Inventory;
import dev.lockstep.lab.server.Lab;
import dev.lockstep.lab.world.Cluster;
import dev.lockstep.lab.world.GroupState;
import dev.lockstep.lab.world.Resource;
import dev.lockstep.lab.world.ResourceTypes;
import dev.lockstep.procedures.Conditions;
import dev.lockstep.procedures.Plan;
import dev.lockstep.procedures.PlanTarget;
import dev.lockstep.procedures.Planner;
import dev.lockstep.procedures.Planning;
import dev.lockstep.procedures.ProcedureLibrary;
import dev.lockstep.requirements.dictionary.FactsDictionary;
import dev.lockstep.requirements.document.DocumentReader;
import dev.lockstep.requirements.document.DocumentReading;
import dev.lockstep.siterunner.parsing.ParseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole procedures, carried out in the lab from the first step to the sign-off. */
class RehearsalTest {

    private static final Path SCENARIOS = Path.of("src/main/resources/scenarios");
    private static final double SPEED = 20_000;
    private static final Instant AT = Instant.parse("2026-03-01T08:00:00Z");

    @TempDir
    Path folder;

    @Test
    void newDeploymentOnFourNodes() throws IOException, InterruptedException, ParseException {
        Cluster cluster =
                rehearse("contoso-clu01.yaml", List.of("setup-e2k3-n4", "verify-evs3", "mail-flow", "sign-off"));

        assertThat(cluster.nodes())
                .allMatch(node -> node.installed().orElseThrow().build().equals("6.5.6944"));
        assertThat(cluster.virtualServers()).hasSize(3);
        assertThat(cluster.groups())
                .filteredOn(group -> group.name().startsWith("EVS"))
                .allMatch(group -> group.state() == GroupState.ONLINE);
    }

    @Test
    void newDeploymentWithAMajorityNodeSetAndASmallDiskForMsdtc()
            throws IOException, InterruptedException, ParseException {
        ObjectNode document = document("contoso-clu01.yaml");
        MajorityNodeSet.instead(document);

        Cluster cluster =
                rehearse(document, List.of("msdtc-depends-on-disk", "msdtc-online", "verify-evs3", "sign-off"));

        assertThat(cluster.quorum()).isEqualTo(MajorityNodeSet.RESOURCE);
        assertThat(cluster.resource("MSDTC").orElseThrow().dependsOn()).contains("Disk Q:");
        assertThat(cluster.group("Cluster Group").orElseThrow().state()).isEqualTo(GroupState.ONLINE);
    }

    @Test
    void newDeploymentOnOneNode() throws IOException, InterruptedException, ParseException {
        ObjectNode document = document("contoso-clu01.yaml");
        keepOneNode(document);

        Cluster cluster = rehearse(document, List.of("setup-e2k3-n1", "verify-evs1", "mail-flow", "sign-off"));

        assertThat(cluster.nodes())
                .singleElement()
                .satisfies(node ->
                        assertThat(node.installed().orElseThrow().build()).isEqualTo("6.5.6944"));
        assertThat(cluster.virtualServers()).hasSize(1);
        assertThat(cluster.group("EVS1").orElseThrow().state()).isEqualTo(GroupState.ONLINE);
    }

    /** The name of one of the namespaces is in DNS before. */
    @Test
    void newDeploymentForTwoNamespacesBehindAFrontEnd() throws IOException, InterruptedException, ParseException {
        ObjectNode document = document("contoso-clu01.yaml");
        hostTwoNamespaces(document);
        accepted(new DocumentReader(FactsDictionary.standard()).check(document));
        Plan plan = plan(document);
        try (Lab lab = Lab.open(folder, Inventory.build(document), SPEED, Clock.systemUTC())) {
            List<String> executed = new Rehearsal(lab, document, AT).carryOut(plan);

            assertThat(executed)
                    .containsSubsequence(
                            "http-tailspintoys-com-evs1",
                            "http-online-tailspintoys-com-evs1",
                            "http-wingtiptoys-com-evs1",
                            "verify-evs1",
                            "http-online-wingtiptoys-com-evs3",
                            "verify-evs3",
                            "front-end-fe1-tailspintoys-com",
                            "front-end-fe1-wingtiptoys-com",
                            "host-name-wingtiptoys-com",
                            "failover-evs1-to-e2k3-n4",
                            "sign-off")
                    .doesNotContain("host-name-tailspintoys-com");
            Cluster cluster = lab.now().clusters().getFirst();
            assertThat(cluster.virtualServers())
                    .hasSize(3)
                    .allSatisfy(server -> assertThat(
                                    cluster.group(server.group()).orElseThrow().ofType(ResourceTypes.HTTP))
                            .as("the default one and one for each namespace")
                            .hasSize(3)
                            .allMatch(Resource::online));
            assertThat(lab.now().directory().zone().records()).containsEntry("wingtiptoys.com", "10.10.0.50");
        }
    }

    private static void hostTwoNamespaces(ObjectNode document) {
        ObjectNode organization = (ObjectNode) document.path("organization");
        organization.putArray("hostedNamespaces").add("tailspintoys.com").add("wingtiptoys.com");
        organization
                .withArray("/servers")
                .addObject()
                .put("name", "FE1")
                .put("product", "EXCHANGE_2003")
                .put("build", "6.5.6944")
                .put("clustered", false)
                .put("domain", "corp.contoso.com")
                .put("ag", "First Administrative Group")
                .put("role", "FRONT_END")
                .put("address", "10.10.0.50");
        ((ObjectNode) organization.at("/dns/aRecords")).put("tailspintoys.com", "10.10.0.50");
    }

    @Test
    void upgradeOfTwoActiveNodes() throws IOException, InterruptedException, ParseException {
        Cluster cluster = rehearse(
                "contoso-clu02.yaml",
                List.of(
                        "move-evsa-to-e2k-n2",
                        "setup-e2k-n1",
                        "upgrade-evsa",
                        "upgrade-evsb",
                        "setup-e2k-n2",
                        "move-evsb-to-e2k-n2",
                        "sign-off"));

        assertThat(cluster.nodes())
                .allMatch(node -> node.installed().orElseThrow().build().equals("6.5.6944"));
        assertThat(cluster.virtualServers()).allMatch(server -> server.build().equals("6.5.6944"));
        assertThat(cluster.group("EVSA").orElseThrow().owner()).isEqualTo("E2K-N1");
        assertThat(cluster.group("EVSB").orElseThrow().owner()).isEqualTo("E2K-N2");
    }

    @Test
    void upgradeOfTwoNodesOfWhichOneIsPassive() throws IOException, InterruptedException, ParseException {
        Cluster cluster =
                rehearse("contoso/clu03.yaml", List.of("setup-ap-n2", "upgrade-evsc", "setup-ap-n1", "sign-off"));

        assertThat(cluster.group("EVSC").orElseThrow().owner()).isEqualTo("AP-N2");
        assertThat(cluster.nodes())
                .allMatch(node -> node.installed().orElseThrow().build().equals("6.5.6944"));
    }

    @Test
    void upgradeOfFourNodesOfWhichOneIsPassive() throws IOException, InterruptedException, ParseException {
        Cluster cluster = rehearse(
                "contoso/clu04.yaml",
                List.of("upgrade-evs1", "upgrade-evs2", "upgrade-evs3", "setup-dc-n4", "mail-flow", "sign-off"));

        assertThat(cluster.nodes())
                .hasSize(4)
                .allMatch(node -> node.installed().orElseThrow().build().equals("6.5.6944"));
        assertThat(cluster.virtualServers())
                .hasSize(3)
                .allMatch(server -> server.build().equals("6.5.6944"));
    }

    @Test
    void upgradeOfOneNode() throws IOException, InterruptedException, ParseException {
        Cluster cluster =
                rehearse("contoso/clu05.yaml", List.of("offline-evsd", "setup-one-n1", "upgrade-evsd", "sign-off"));

        assertThat(cluster.group("EVSD").orElseThrow().state()).isEqualTo(GroupState.ONLINE);
    }

    @Test
    void newDeploymentOnEightNodesWithMountPointsStepsTakenBackAndDoneAgain()
            throws IOException, InterruptedException, ParseException {
        Cluster cluster = rehearseUndoing(
                "contoso/clu07.yaml",
                List.of(
                        "create-msdtc",
                        "msdtc-depends-on-disk",
                        "create-group-evs1",
                        "create-address-evs1",
                        "address-online-evs1",
                        "network-name-depends-on-address-evs1",
                        "add-disk-e-evs1",
                        "take-offline-disk-e-sg1db",
                        "mount-disk-e-sg1db-on-disk-e",
                        "bring-online-disk-e-sg1db",
                        "online-evs1"));

        assertThat(cluster.virtualServers()).hasSize(6);
        assertThat(cluster.resource("Disk E:\\SG1DB").orElseThrow().dependsOn()).containsExactly("Disk E:");
    }

    @Test
    void upgradeOfTwoActiveNodesStepsTakenBackAndDoneAgain() throws IOException, InterruptedException, ParseException {
        Cluster cluster = rehearseUndoing(
                "contoso-clu02.yaml",
                List.of("move-evsa-to-e2k-n2", "offline-evsa", "online-evsb", "keep-evsa-off-e2k-n2"));

        assertThat(cluster.virtualServers()).allMatch(server -> server.build().equals("6.5.6944"));
    }

    @Test
    void servicePackOnTwoActiveNodes() throws IOException, InterruptedException, ParseException {
        ObjectNode document = document("contoso-clu02.yaml");
        bringToExchange2003(document);

        Cluster cluster = rehearse(
                document,
                List.of("setup-e2k-n1", "upgrade-evsa", "upgrade-evsb", "setup-e2k-n2", "move-evsb-to-e2k-n2"));

        assertThat(cluster.virtualServers()).allMatch(server -> server.build().equals("6.5.7638"));
    }

    /** The first node, with the first virtual server and its disks. */
    private static void keepOneNode(ObjectNode document) {
        ObjectNode cluster = (ObjectNode) document.path("cluster");
        cluster.putNull("profile");
        keep(cluster.path("nodes"), node -> node.path("name").asText().equals("E2K3-N1"));
        keep(cluster.path("evs"), server -> server.path("name").asText().equals("EVS1"));
        keep(
                cluster.path("disks"),
                disk -> disk.path("ownerEvs").isNull()
                        || disk.path("ownerEvs").asText().equals("EVS1"));
        List<String> groups = cluster.path("disks").findValuesAsText("group");
        keep(cluster.path("groups"), group -> groups.contains(group.path("name").asText()));
        cluster.path("groups").forEach(group -> ((ObjectNode) group).put("owner", "E2K3-N1"));
        ArrayNode owned = ((ObjectNode) cluster.at("/nodes/0")).putArray("ownedGroups");
        cluster.path("groups").forEach(group -> owned.add(group.path("name").asText()));
        Predicate<JsonNode> first = name -> name.asText().equals("E2K3-N1");
        cluster.path("disks").forEach(disk -> keep(disk.path("visibleFrom"), first));
        cluster.path("evs").forEach(server -> keep(server.path("possibleOwners"), first));
        document.at("/organization/accounts").forEach(account -> keep(account.path("localAdministratorOn"), first));
    }

    private static void keep(JsonNode list, Predicate<JsonNode> wanted) {
        if (list instanceof ArrayNode array) {
            array.removeIf(wanted.negate());
        }
    }

    private static void bringToExchange2003(ObjectNode document) {
        document.at("/cluster/nodes")
                .forEach(node -> ((ObjectNode) node.path("exchange"))
                        .put("product", "EXCHANGE_2003")
                        .put("build", "6.5.6944")
                        .put("sp", 0));
        for (int i = 0; i < 2; i++) {
            ((ObjectNode) document.at("/organization/servers/" + i))
                    .put("product", "EXCHANGE_2003")
                    .put("build", "6.5.6944")
                    .put("serialNumber", "Version 6.5 (Build 6944.4)");
            ((ObjectNode) document.at("/cluster/evs/" + i)).put("serialNumber", "Version 6.5 (Build 6944.4)");
        }
        ((ObjectNode) document.path("operation")).put("scenario", "SP").put("targetBuild", "6.5.7638");
    }

    private Cluster rehearse(String scenario, List<String> order)
            throws IOException, InterruptedException, ParseException {
        return rehearse(document(scenario), order);
    }

    private static ObjectNode document(String scenario) throws IOException {
        return accepted(
                new DocumentReader(FactsDictionary.standard()).read(Files.readAllBytes(SCENARIOS.resolve(scenario))));
    }

    private static ObjectNode accepted(DocumentReading reading) {
        return switch (reading) {
            case DocumentReading.Accepted accepted -> accepted.document();
            case DocumentReading.Refused refused -> throw new AssertionError(refused.mistakes());
        };
    }

    private Cluster rehearse(ObjectNode document, List<String> order)
            throws IOException, InterruptedException, ParseException {
        accepted(new DocumentReader(FactsDictionary.standard()).check(document));
        Plan plan = plan(document);
        try (Lab lab = Lab.open(folder, Inventory.build(document), SPEED, Clock.systemUTC())) {
            List<String> executed = new Rehearsal(lab, document, AT).carryOut(plan);

            assertThat(executed).containsSubsequence(order);
            return lab.now().clusters().getFirst();
        }
    }

    private Cluster rehearseUndoing(String scenario, List<String> amongThem)
            throws IOException, InterruptedException, ParseException {
        ObjectNode document = document(scenario);
        try (Lab lab = Lab.open(folder, Inventory.build(document), SPEED, Clock.systemUTC())) {
            Set<String> undone = new Rehearsal(lab, document, AT).carryOutUndoing(plan(document));

            assertThat(undone).containsAll(amongThem);
            return lab.now().clusters().getFirst();
        }
    }

    private static Plan plan(ObjectNode document) {
        PlanTarget target = new PlanTarget(
                Scenario.valueOf(document.at("/operation/scenario").asText()),
                document.at("/operation/targetBuild").asText(),
                document.at("/operation/operator").asText());
        return switch (new Planner(ProcedureLibrary.load(), new Conditions())
                .plan(document.path("organization"), document.path("cluster"), target)) {
            case Planning.Planned(Plan plan) -> plan;
            case Planning.NoPlan(List<String> reasons) -> throw new AssertionError(reasons);
        };
    }
}
