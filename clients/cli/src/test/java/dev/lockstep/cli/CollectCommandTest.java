package dev.lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.contracts.ContractJson;
import dev.lockstep.lab.directory.DirectorySite;
import dev.lockstep.lab.scenario.Inventory;
import dev.lockstep.lab.world.DataCentre;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Discovery from the command line, against the lab's directory and name server. */
class CollectCommandTest {

    private static final Path SCENARIO = Path.of("../../lab/src/main/resources/scenarios/contoso-clu02.yaml");
    private static final String PASSWORD = "open, please";

    /** What only people know, or other tools show: it stays when everything else has gone. */
    private static final List<String> NOT_OF_THE_DIRECTORY = List.of(
            "name",
            "wins",
            "forestPrep",
            "sites55",
            "adcServers",
            "hostedNamespaces",
            "frontEndVirtualServers",
            "accounts",
            "groups");

    @TempDir
    Path folder;

    private DirectorySite site;

    @BeforeEach
    void startTheDirectory() throws IOException {
        DataCentre world = Inventory.read(SCENARIO);
        site = DirectorySite.start(() -> world, PASSWORD, folder.resolve("lab"));
    }

    @AfterEach
    void endTheDirectory() throws IOException {
        site.close();
    }

    private CommandRun collect(String... more) {
        String first = site.directory().controllers().getFirst();
        List<String> arguments = new ArrayList<>(List.of(
                "collect",
                "--organization",
                "Contoso",
                "--directory",
                "ldap://127.0.0.1:" + site.directory().port(first),
                "--dns",
                "127.0.0.1:" + site.names().port(),
                "--user",
                site.directory().reader(),
                "--certificates",
                site.directory().certificate().toString()));
        arguments.addAll(List.of(more));
        return CommandRun.of(
                folder,
                Map.of("LOCKSTEP_DIRECTORY_PASSWORD", PASSWORD, "COLUMNS", "500"),
                "",
                arguments.toArray(String[]::new));
    }

    private CommandRun run(String... arguments) {
        return CommandRun.of(folder, Map.of(), "", arguments);
    }

    @Test
    void whatIsFoundIsShownWithItsSource() {
        CommandRun run = collect();

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("/servers/MAILA/build", "6.0.6249", "/mode", "NATIVE");
        assertThat(run.out() + run.err()).doesNotContain(PASSWORD);
    }

    @Test
    void aRefreshedDocumentIsCheckedToTheSameVerdictsAsTheOneThatPeopleWrote() throws IOException {
        DocumentFiles.write(folder.resolve("clu02.yaml"), withoutTheDirectory());

        CommandRun collected = collect("--out", "clu02.yaml", "--yes");

        assertThat(collected.exitCode()).as(collected.err()).isZero();
        assertThat(collected.out()).contains("/servers/EX03A/serialNumber", "/schemaRangeUpper/dc2.corp.contoso.com");
        assertThat(verdicts("clu02.yaml")).isEqualTo(verdictsOfTheScenario());
    }

    @Test
    void withoutTheDirectoryTheVerdictsAreOthers() throws IOException {
        DocumentFiles.write(folder.resolve("clu02.yaml"), withoutTheDirectory());

        assertThat(verdicts("clu02.yaml")).isNotEqualTo(verdictsOfTheScenario());
    }

    @Test
    void differencesAreShownAndNotTakenUnlessSomebodyAgrees() throws IOException {
        String before = Files.readString(SCENARIO).replace("mode: NATIVE", "mode: MIXED");
        Files.writeString(folder.resolve("clu02.yaml"), before);

        CommandRun asked = collect("--out", "clu02.yaml");

        assertThat(asked.exitCode()).isEqualTo(1);
        assertThat(asked.out()).containsPattern("/mode +MIXED +NATIVE");
        assertThat(asked.err()).contains("Nothing was taken");
        assertThat(Files.readString(folder.resolve("clu02.yaml"))).isEqualTo(before);

        CommandRun taken = collect("--out", "clu02.yaml", "--yes");

        assertThat(taken.exitCode()).isZero();
        assertThat(DocumentFiles.read(folder.resolve("clu02.yaml"))
                        .at("/organization/mode")
                        .asText())
                .isEqualTo("NATIVE");
    }

    @Test
    void delegationsAreReadFromTheirDescriptorsAndShownBeforeTheyAreTaken() throws IOException {
        String before = Files.readString(SCENARIO)
                .replace("role: EXCHANGE_FULL_ADMINISTRATOR, scope: ORG", "role: VIEW_ONLY, scope: ORG");
        Files.writeString(folder.resolve("clu02.yaml"), before);

        CommandRun asked = collect("--out", "clu02.yaml");

        assertThat(asked.exitCode()).isEqualTo(1);
        assertThat(asked.out())
                .contains(
                        "/delegations",
                        "VIEW_ONLY",
                        "EXCHANGE_FULL_ADMINISTRATOR",
                        "nTSecurityDescriptor of CN=Contoso");
        assertThat(Files.readString(folder.resolve("clu02.yaml"))).isEqualTo(before);

        CommandRun taken = collect("--out", "clu02.yaml", "--yes");

        assertThat(taken.exitCode()).as(taken.err()).isZero();
        assertThat(DocumentFiles.read(folder.resolve("clu02.yaml")).at("/organization/delegations"))
                .isEqualTo(DocumentFiles.read(SCENARIO).at("/organization/delegations"));
    }

    @Test
    void aDocumentIsMadeWhereThereIsNone() throws IOException {
        assertThat(collect("--out", "new.json", "--yes").err()).contains("--cluster", "--node");

        CommandRun run = collect("--out", "new.json", "--cluster", "CLU09", "--node", "N1", "--yes");

        assertThat(run.exitCode()).as(run.err()).isZero();
        JsonNode document =
                ContractJson.mapper().readTree(folder.resolve("new.json").toFile());
        assertThat(document.at("/cluster/nodes/0/name").asText()).isEqualTo("N1");
        assertThat(document.at("/organization/servers")).hasSize(3);
        assertThat(run("check", "new.json", "--stage", "PLAN", "--scenario", "UPG")
                        .err())
                .doesNotContain("not a valid");
    }

    @Test
    void whatIsFoundIsRecordedOnThePlatformWithItsSourcesOnceSomebodyAgrees() throws IOException {
        ObjectNode recorded = DocumentFiles.read(SCENARIO);
        recorded.remove("cluster");
        recorded.withObject("/organization").put("mode", "MIXED");
        try (StubPlatform platform = new StubPlatform()) {
            platform.answers("GET /api/inventory/organizations/contoso/document", 200, recorded.toString())
                    .answers(
                            "POST /api/inventory/organizations/contoso/observations",
                            200,
                            "{\"version\":7,\"events\":[]}");
            String[] options = {"--record", "--url", platform.url(), "--as", "inventory-editor"};

            CommandRun asked = collect(options);

            assertThat(asked.exitCode()).as(asked.err()).isEqualTo(1);
            assertThat(asked.out()).containsPattern("/mode +MIXED +NATIVE");
            assertThat(platform.asked()).hasSize(1);

            CommandRun taken = collect("--record", "--url", platform.url(), "--as", "inventory-editor", "--yes");

            assertThat(taken.exitCode()).as(taken.err()).isZero();
            assertThat(taken.err()).contains("It is recorded; version 7.");
            JsonNode sent =
                    ContractJson.mapper().readTree(platform.asked().getLast().body());
            assertThat(sent.path("reason").asText()).isEqualTo("collected from the directory");
            assertThat(sent.path("observedAt").asText()).matches("2\\d{3}-.*Z");
            assertThat(sent.path("facts"))
                    .anySatisfy(fact -> {
                        assertThat(fact.path("path").asText()).isEqualTo("/mode");
                        assertThat(fact.path("value").asText()).isEqualTo("NATIVE");
                        assertThat(fact.path("source").asText())
                                .startsWith("ldap dc1.corp.contoso.com: msExchMixedMode of CN=Contoso,");
                    })
                    .allSatisfy(fact -> assertThat(fact.path("source").asText()).isNotEmpty());
            assertThat(sent.path("listed")).extracting(JsonNode::asText).contains("/servers", "/dcs", "/dns/aRecords");
        }
    }

    @Test
    void aFileAndThePlatformAtOnceAreRefused() {
        assertThat(collect("--record", "--out", "x.yaml").err()).contains("--out or --record, not both");
    }

    @Test
    void mistakesAreNamedBeforeAnybodyIsAsked() {
        assertThat(collect("--password-file", "nowhere").err())
                .contains("The password file")
                .contains("cannot be read");
        assertThat(collect("--plain").err()).contains("over encrypted connections only");
        assertThat(collect("--directory", "http://dc1").exitCode()).isEqualTo(2);
        assertThat(collect("--dns", "127.0.0.1:99999").exitCode()).isEqualTo(2);
        CommandRun elsewhere = collect("--organization", "Fabrikam");
        assertThat(elsewhere.exitCode()).isEqualTo(2);
    }

    private List<String> verdicts(String file) throws IOException {
        return DocumentFiles.verdicts(folder, file);
    }

    private List<String> verdictsOfTheScenario() throws IOException {
        return verdicts(SCENARIO.toAbsolutePath().toString());
    }

    private ObjectNode withoutTheDirectory() throws IOException {
        ObjectNode document = DocumentFiles.read(SCENARIO);
        ObjectNode organization = document.withObject("/organization");
        ObjectNode known = organization.deepCopy();
        organization.retain(NOT_OF_THE_DIRECTORY);
        organization
                .withObject("/accounts")
                .forEach(account -> ((ObjectNode) account).remove(List.of("type", "groups")));
        organization.withObject("/groups").forEach(group -> ((ObjectNode) group).removeAll());
        // What only people and other tools tell about what the directory shows too.
        ObjectNode domain = organization.withArray("domains").addObject();
        for (String member : List.of("name", "machineJoinRestricted", "prepHost")) {
            domain.set(member, known.at("/domains/0/" + member));
        }
        known.path("servers").forEach(server -> {
            ObjectNode kept = organization.withArray("servers").addObject();
            List.of("name", "clustered", "role").forEach(member -> kept.set(member, server.path(member)));
        });
        ObjectNode dns = organization.putObject("dns");
        List.of("dynamicUpdate", "disjoint").forEach(member -> dns.set(member, known.at("/dns/" + member)));
        return document;
    }
}
