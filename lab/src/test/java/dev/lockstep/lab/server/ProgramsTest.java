package dev.lockstep.lab.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.lab.engine.Outcome;
import dev.lockstep.lab.scenario.Inventory;
import dev.lockstep.lab.world.Fault;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramsTest {
    private static final String REGISTRY = "\\\\E2K3-N1\\HKLM\\SOFTWARE\\Microsoft\\Exchange\\Setup";
    private static final String LOG = "\\\\E2K3-N1\\C$\\Exchange Server Setup Progress.log";

    @TempDir
    Path folder;

    private Lab lab;
    private Faults faults;
    private Gateway gateway;
    private Programs programs;
    private String secret;

    @BeforeEach
    void start() throws IOException {
        lab = Lab.open(
                folder,
                Inventory.read(Path.of("src/main/resources/scenarios/contoso-clu01.yaml")),
                5000,
                Clock.systemUTC());
        faults = new Faults(lab);
        secret = SharedSecret.readOrMake(folder.resolve("token"));
        gateway = Gateway.start(lab, new CommandLog(folder.resolve("commands.jsonl")), secret, 0);
        programs = new Programs(gateway.port(), folder.resolve("token"));
    }

    @AfterEach
    void stop() throws IOException {
        gateway.close();
        lab.close();
    }

    @Test
    void listsNodesAsClusterExeDoes() {
        Programs.Answer answer = programs.run("cluster", "/cluster:CLU01", "node", "/status");

        assertThat(answer.output()).isEqualTo("""
            Listing status for all available nodes:

            Node           Node ID Status
            -------------- ------- ---------------------
            E2K3-N1              1 Up
            E2K3-N2              2 Up
            E2K3-N3              3 Up
            E2K3-N4              4 Up

            """.replace("\n", "\r\n"));
        assertThat(answer.exitCode()).isZero();
    }

    @Test
    void everyProgramCanBeStarted() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/main/bin"))) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(name -> !name.equals("lab-program")))
                    .containsExactlyInAnyOrderElementsOf(dev.lockstep.lab.programs.Programs.NAMES);
        }
    }

    @Test
    void aLongNameShiftsItsLine() {
        String name = "SQL Network Name (V1) with a tail";
        programs.run("cluster", "CLU01", "res", name, "/create", "/group:Group 0", "/type:ip address");

        assertThat(programs.run("cluster", "CLU01", "resource").lines())
                .contains(name + " Group 0              E2K3-N4         Offline");
    }

    @Test
    void argumentsArriveAsTheyAre() {
        for (String name : new String[] {
            "two  blanks",
            "quote\"s and 'more'",
            "R&D 100% %PATH% $HOME",
            "semi;colon|pipe>file",
            "Müller \\ Söhne",
            "*"
        }) {
            Programs.Answer created = programs.run("cluster", "/cluster:CLU01", "group", name, "/create");

            assertThat(created.exitCode()).as(name).isZero();
            assertThat(lab.now().clusters().getFirst().group(name)).as(name).isPresent();
        }
    }

    @Test
    void refusalsComeWithTheSystemsNumberAndText() {
        Programs.Answer answer = programs.run("cluster", "/cluster:CLU01", "group", "Nowhere", "/online");

        assertThat(answer.output())
                .contains("System error 5013 has occurred (0x00001395).\r\nThe cluster group could not be found.");
        assertThat(answer.exitCode()).isEqualTo(5013 & 0xff);
        assertThat(programs.run("cluster", "/cluster:OTHER", "node").output()).contains("System error 1722");
    }

    @Test
    void anExplicitWaitEndsWhenTheGroupHasArrived() {
        Programs.Answer answer =
                programs.run("cluster", "/cluster:CLU01", "group", "Cluster Group", "/moveto:E2K3-N2", "/wait:300");

        assertThat(answer.lines()).contains("Cluster Group        E2K3-N2         Online");
        assertThat(answer.exitCode()).isZero();
    }

    @Test
    void showsPropertiesDependenciesAndQuorum() {
        assertThat(programs.run("cluster", "/cluster:CLU01", "res", "Disk E:", "/prop:Type")
                        .lines())
                .contains("S  Disk E:              Type                           Physical Disk");
        assertThat(programs.run("cluster", "/cluster:CLU01", "res", "Cluster Name", "/listdep")
                        .lines())
                .contains("Cluster IP Address   Cluster Group        E2K3-N4         Online");
        assertThat(programs.run("cluster", "/cluster:CLU01", "res", "Cluster IP Address", "/priv")
                        .lines())
                .contains("S  Cluster IP Address   Address                        10.10.0.20");
        assertThat(programs.run("cluster", "/cluster:CLU01", "/quorum").output())
                .contains("Disk Q:");
    }

    @Test
    void scShowsAndChangesServices() {
        assertThat(programs.run("sc", "\\\\E2K3-N1", "query", "clussvc").output())
                .contains("STATE              : 4  RUNNING");
        assertThat(programs.run("sc", "\\\\E2K3-N1", "query", "NntpSvc").output())
                .contains("FAILED 1060:");
        assertThat(programs.run("sc", "\\\\E2K3-N1", "config", "MSDTC", "start=", "disabled")
                        .output())
                .contains("ChangeServiceConfig SUCCESS");
        assertThat(programs.run("sc", "\\\\E2K3-N1", "qc", "MSDTC").output())
                .contains("START_TYPE         : 4   DISABLED");
        assertThat(programs.run("sc", "\\\\NOWHERE", "query", "MSDTC").output()).contains("FAILED 1722:");
    }

    @Test
    void ldifdeExportsWhatOneControllerKnows() {
        String base = "CN=ms-Exch-Schema-Version-Pt,CN=Schema,CN=Configuration,DC=corp,DC=contoso,DC=com";
        String[] search = {"-f", "-", "-s", "dc1.corp.contoso.com", "-d", base, "-p", "base", "-l", "rangeUpper"};
        assertThat(programs.run("ldifde", search).output()).contains("No Such Object");

        programs.run("setup", "/ForestPrep");

        assertThat(programs.run("ldifde", search).lines())
                .contains("changetype: add", "rangeUpper: 6870", "1 entries exported")
                .doesNotContain("objectClass: attributeSchema");
    }

    @Test
    void setupTellsWhyItDoesNotBeginAndRegistersWhatItInstalled() throws IOException {
        assertThat(programs.run("reg", "query", REGISTRY).exitCode()).isEqualTo(1);
        assertThat(programs.run("findstr", "/c:Error code", LOG).errors()).contains("Cannot open");
        assertThat(programs.at("E2K3-N1", "setup").output()).contains("Setup cannot continue. ForestPrep");
        Path answers = Files.writeString(
                folder.resolve("answers.txt"),
                "[Components]\niis_common=on\niis_www=on\niis_smtp=on\niis_nntp=on\naspnet=on\ndtcnetwork=off\n");
        programs.run("setup", "/ForestPrep");
        assertThat(lab.now().directory().preparing()).isNull();
        assertThat(awaitExit("/DomainPrep")).isZero();
        programs.run("psexec", "\\\\E2K3-N1", "sysocmgr", "/i:sysoc.inf", "/u:" + answers, "/q");
        programs.run(
                "cluster",
                "CLU01",
                "res",
                "MSDTC",
                "/create",
                "/group:Cluster Group",
                "/type:Distributed Transaction Coordinator");
        programs.run("cluster", "CLU01", "res", "MSDTC", "/adddep:Disk Q:");
        programs.run("cluster", "CLU01", "res", "MSDTC", "/online", "/wait:60");

        Programs.Answer setup = programs.at("E2K3-N1", "setup");

        assertThat(setup.exitCode()).as(setup.output()).isZero();
        assertThat(programs.run("findstr", "/c:Error code", LOG))
                .as("the log reports no failure")
                .isEqualTo(new Programs.Answer(1, "", ""));
        assertThat(programs.run("reg", "query", REGISTRY).lines())
                .contains("    NewestBuild\tREG_DWORD\t0x1b20", "    Services\tREG_SZ\tC:\\Program Files\\Exchsrvr");
        assertThat(restartPending("E2K3-N1")).isTrue();
        assertThat(restartPending("E2K3-N2")).isFalse();
    }

    private boolean restartPending(String node) {
        String key = "\\\\%s\\HKLM\\SYSTEM\\CurrentControlSet\\Control\\Session Manager".formatted(node);
        return programs.run("reg", "query", key, "/v", "PendingFileRenameOperations")
                        .exitCode()
                == 0;
    }

    /** DomainPrep refuses until replication has come around; a person would try again. */
    private int awaitExit(String option) {
        Duration patience = Duration.ofSeconds(10);
        for (long end = System.nanoTime() + patience.toNanos(); System.nanoTime() < end; ) {
            if (programs.run("setup", option).exitCode() == 0) {
                return 0;
            }
        }
        return 1;
    }

    @Test
    void aRestartedNodeIsGoneAndComesBack() throws InterruptedException {
        assertThat(programs.run("shutdown", "-r", "-m", "\\\\E2K3-N2", "-t", "0")
                        .exitCode())
                .isZero();
        assertThat(programs.run("sc", "\\\\E2K3-N2", "query", "ClusSvc").exitCode())
                .isIn(0, 1722 & 0xff);
        assertThat(lab.await(
                        world -> world.node("E2K3-N2").orElseThrow().state().active(), Duration.ofMinutes(2)))
                .isTrue();
    }

    @Test
    void faultsHappenAsOftenAsAskedFor() throws Exception {
        faults.add(Fault.ofProgram("a", Fault.Kind.SUCCEED_WITHOUT_WORK, "cluster", List.of("/create"), 1));
        assertThat(programs.run("cluster", "CLU01", "group", "G", "/create").exitCode())
                .isZero();
        assertThat(lab.now().clusters().getFirst().group("G")).isEmpty();

        faults.add(Fault.ofProgram("b", Fault.Kind.FAIL_AFTER_WORK, "cluster", List.of("/create"), 1));
        assertThat(programs.run("cluster", "CLU01", "group", "G", "/create").exitCode())
                .isNotZero();
        assertThat(lab.now().clusters().getFirst().group("G")).isPresent();

        faults.add(Fault.ofProgram("c", Fault.Kind.FOREIGN_LANGUAGE, "sc", List.of(), 1));
        assertThat(programs.run("sc", "\\\\E2K3-N1", "query", "ClusSvc").output())
                .contains("AUSGEFÜHRT");

        faults.add(Fault.ofProgram("d", Fault.Kind.HANG, "ldifde", List.of(), 1));
        Process hanging = programs.start("", "ldifde", "-f", "-");
        assertThat(Programs.stillRuns(hanging)).isTrue();
        assertThat(faults.pending()).isEmpty();
        assertThat(faults.mend("d")).isInstanceOf(Outcome.Done.class);
        assertThat(hanging.waitFor())
                .as("what hung ends with a failure when it is mended")
                .isNotZero();
    }

    @Test
    void theApiNeedsTheSecret() throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            URI state = URI.create("http://127.0.0.1:" + gateway.port() + "/state");
            URI health = URI.create("http://127.0.0.1:" + gateway.port() + "/health");
            HttpRequest open = HttpRequest.newBuilder(state).build();
            HttpRequest trusted = HttpRequest.newBuilder(state)
                    .header("Authorization", "Bearer " + secret)
                    .build();

            assertThat(status(http, HttpRequest.newBuilder(health).build())).isEqualTo(200);
            assertThat(status(http, open)).isEqualTo(401);
            assertThat(http.send(trusted, HttpResponse.BodyHandlers.ofString()).body())
                    .contains("\"clusters\"", "\"E2K3-N4\"");
        }
    }

    @Test
    void faultsAreArmedShownAndMendedOverTheApi() throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            assertThat(faults(http, "POST", "", "{\"kind\":\"CLOCK_SKEW\",\"node\":\"E2K3-N9\",\"minutes\":9}"))
                    .contains("malformed-fault", "E2K3-N9");
            assertThat(faults(http, "POST", "", "{\"kind\":\"HANG\",\"times\":1}"))
                    .contains("malformed-fault", "times");
            assertThat(faults(
                            http,
                            "POST",
                            "",
                            "{\"id\":\"x\",\"kind\":\"HANG\",\"program\":\"sc\",\"argument\":\"start\",\"count\":2}"))
                    .contains("\"id\":\"x\"", "\"count\":2");
            assertThat(faults(http, "DELETE", "/y", "")).contains("unknown-fault");
            assertThat(faults(http, "DELETE", "/x", "")).isEqualTo("[]");
            assertThat(faults(http, "GET", "", "")).isEqualTo("[]");
        }
    }

    private String faults(HttpClient http, String method, String id, String body)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway.port() + "/faults" + id))
                .header("Authorization", "Bearer " + secret)
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    private static int status(HttpClient http, HttpRequest request) throws IOException, InterruptedException {
        return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }
}
