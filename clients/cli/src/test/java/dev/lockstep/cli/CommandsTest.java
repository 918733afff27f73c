package dev.lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CommandsTest extends StubPlatformTest {

    @Test
    void whoeverHasToSignInAgainDoesAndIsAskedOnce() {
        String approvals = "POST /api/orchestration/rollouts/r1/approvals";
        String challenge = "Bearer error=\"insufficient_user_authentication\", max_age=\"900\"";
        platform.challenges(approvals, challenge).answers(approvals, 200, "{}");

        CommandRun run = run("rollout", "withdraw", "r1", "--reason", "seen more", "--as", "approver");

        assertThat(run.exitCode()).isZero();
        assertThat(platform.asked())
                .hasSize(2)
                .allSatisfy(asked -> assertThat(asked.body()).contains("WITHDRAW", "seen more"));
    }

    @Test
    void whoeverCannotSignInAgainIsRefused() {
        String approvals = "POST /api/orchestration/rollouts/r1/approvals";
        platform.challenges(approvals, "Bearer error=\"insufficient_user_authentication\", max_age=\"900\"");
        run("login", "--as", "approver");

        CommandRun run = run("rollout", "withdraw", "r1", "--reason", "seen more");

        assertThat(run.exitCode()).isEqualTo(4);
        assertThat(run.err()).contains("This needs a recent sign-in.");
        assertThat(platform.asked()).hasSize(1);
    }

    @Test
    void everyPageOfAListIsRead() {
        platform.answers("GET /api/inventory/clusters?limit=200", 200, """
                {"items":[{"id":"contoso:clu01","site":"demo"}],"next":"contoso:clu01"}""");
        platform.answers("GET /api/inventory/clusters?limit=200&after=contoso:clu01", 200, """
                {"items":[{"id":"contoso:clu02","site":"demo"}],"next":null}""");

        CommandRun run = run("clusters", "--as", "coordinator");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("contoso:clu01").contains("contoso:clu02");
    }

    @Test
    void jsonIsPrintedAsTheServicesGiveIt() {
        platform.answers("GET /api/inventory/clusters?limit=200", 200, """
                {"items":[{"id":"contoso:clu01","more":[1,2.5]}]}""");

        CommandRun run = run("clusters", "--as", "coordinator", "--format", "json");

        assertThat(run.out()).isEqualToIgnoringWhitespace("[{\"id\":\"contoso:clu01\",\"more\":[1,2.5]}]");
    }

    @Test
    void everyMistakeOfADocumentIsNamedByItsPlace() throws IOException {
        Files.writeString(folder.resolve("bad.yaml"), "cluster: {}");
        platform.answers("POST /api/inventory/imports?site=demo", 422, """
                {"type":"urn:lockstep:problem:invalid-document","title":"Invalid document","status":422,
                 "detail":"The document has 2 mistakes.",
                 "errors":[{"place":"/cluster","line":1,"problem":"the member 'nodes' is missing","remedy":"add it"},
                           {"place":"","problem":"the member 'organization' is missing","remedy":"add it"}]}""");

        CommandRun run = run("import", "bad.yaml", "--site", "demo", "--as", "inventory-editor");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).isEqualToNormalizingNewlines("""
                        lockstep: The document has 2 mistakes.
                          /cluster (line 1): the member 'nodes' is missing; add it
                          the member 'organization' is missing; add it
                        """);
    }

    @Test
    void aDocumentMayBePipedInAndIsSentUnchanged() {
        platform.answers("POST /api/inventory/imports?dryRun=true", 200, "{}");

        CommandRun run = CommandRun.of(
                folder,
                Map.of("LOCKSTEP_URL", platform.url()),
                "{\"cluster\":{\"name\":\"Größe 簇\"}}",
                "import",
                "-",
                "--dry-run",
                "--as",
                "inventory-editor");

        assertThat(run.exitCode()).isZero();
        assertThat(platform.asked().getFirst().body()).isEqualTo("{\"cluster\":{\"name\":\"Größe 簇\"}}");
    }

    @Test
    void aDocumentThatIsNotTextIsRefusedBeforeAnythingIsSent() throws IOException {
        Files.write(folder.resolve("binary"), new byte[] {(byte) 0xC3, 0x28});

        CommandRun run = run("import", "binary", "--as", "inventory-editor");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("'binary' is not UTF-8 text.");
        assertThat(platform.asked()).isEmpty();
    }

    @Test
    void whatIsNotAllowedIsItsOwnExitCode() {
        platform.answers("POST /api/orchestration/rollouts/r1/start", 403, """
                {"title":"Forbidden","detail":"Starting needs the role operator.","status":403}""");

        CommandRun run = run("rollout", "start", "r1", "--as", "auditor");

        assertThat(run.exitCode()).isEqualTo(4);
        assertThat(run.err()).contains("Starting needs the role operator.");
    }

    @Test
    void theSecondPersonConfirmsTheProposalThatStands() {
        platform.answers("GET /api/orchestration/rollouts/r1", 200, """
                {"id":"r1","steps":[{"id":"a"},{"id":"b","status":"HELD","proposal":{"id":"p7"}}]}""");
        platform.answers("POST /api/orchestration/rollouts/r1/steps/b/mark-done-proposals/p7/confirmation", 200, "{}");

        CommandRun confirmed = run("rollout", "confirm-done", "r1", "b", "--comment", "seen", "--as", "approver");
        CommandRun nothing = run("rollout", "confirm-done", "r1", "a", "--as", "approver");

        assertThat(confirmed.out()).contains("Step b counts as done; nothing has observed it.");
        assertThat(platform.asked().get(1).body()).isEqualTo("{\"comment\":\"seen\"}");
        assertThat(nothing.exitCode()).isEqualTo(1);
        assertThat(nothing.err()).contains("Nobody has proposed that step 'a' counts as done.");
    }

    @Test
    void aRemedyIsSaidOnce() {
        platform.answers("POST /api/orchestration/rollouts/r1/start", 409, """
                {"detail":"Rollout r1 has moved on. Read the rollout again.","remedy":"read the rollout again","status":409}""");

        CommandRun run = run("rollout", "start", "r1", "--as", "operator");

        assertThat(run.err()).isEqualToNormalizingNewlines("""
                        lockstep: Rollout r1 has moved on.
                        Read the rollout again.
                        """);
    }

    @Test
    void whatIsNotThereIsNamed() {
        String nothing = """
                {"type":"urn:lockstep:problem:not-found","detail":"There is nothing at this path.","status":404}""";
        platform.answers("GET /api/orchestration/rollouts/nope", 404, nothing);
        platform.answers("GET /api/orchestration/attended-work?limit=200", 200, "{\"items\":[]}");
        platform.answers("POST /api/orchestration/rollouts/r1/steps/x/attestations", 404, """
                {"type":"urn:lockstep:problem:not-found","detail":"There is no step 'x' in this rollout.","status":404}""");

        assertThat(run("rollout", "show", "nope", "--as", "operator").err()).contains("There is no rollout 'nope'.");
        assertThat(run("attest", "nope", "x", "--evidence", "e", "--as", "operator")
                        .err())
                .contains("There is no rollout 'nope'.");
        assertThat(run("attest", "r1", "x", "--attempt", "1", "--evidence", "e", "--as", "operator")
                        .err())
                .contains("There is no step 'x' in this rollout.");
    }

    @Test
    void aRolloutThatIsOverIsToldByItsOwnTimes() {
        platform.answers("GET /api/orchestration/rollouts/r1", 200, """
                {"id":"r1","cluster":"contoso:clu01","planHash":"h","status":"COMPLETED","steps":[
                 {"id":"a","title":"A","status":"COMPLETED","begunAt":"2026-01-02T03:04:05Z","endedAt":"2026-01-02T03:04:06Z"},
                 {"id":"b","title":"B","status":"SKIPPED","endedAt":"2026-01-02T03:04:07Z"}]}""");
        platform.answers("GET /api/orchestration/rollouts/r2", 200, """
                {"id":"r2","cluster":"contoso:clu01","planHash":"h","status":"ABORTED","steps":[
                 {"id":"a","title":"A","status":"HELD","begunAt":"2026-01-02T03:04:08Z"}]}""");

        CommandRun watched = run("rollout", "watch", "r1", "--as", "operator");
        CommandRun aborted = run("rollout", "watch", "r2", "--as", "operator");
        CommandRun shown = run("rollout", "show", "r1", "--as", "operator");

        assertThat(watched.out())
                .containsPattern("2026-01-0\\d \\d\\d:\\d\\d:06.*A")
                .containsPattern(":07(Z|[+-]).*B");
        assertThat(aborted.out()).containsPattern("2026-01-0\\d \\d\\d:\\d\\d:08.*A");
        assertThat(shown.out()).contains("Rollout r1 of contoso:clu01: COMPLETED, 1 done, 1 skipped of 2 steps.");
    }

    @Test
    void aRolloutIsPausedAndResumedWithItsReasons() {
        String paused = """
                {"id":"r1","cluster":"contoso:clu01","planHash":"h","status":"RUNNING",
                 "waitingFor":"paused by operator because of a storm",
                 "pause":{"reason":"of a storm","atRest":true},
                 "stateLeft":{"rest":"NOT_TO_REST","findings":["EVSA is offline: its users have no mail."],
                  "forbidden":["Do not move EVSA to N2."],"nodes":[{"name":"N1","exchangeBuild":"6.5.6944"}],
                  "virtualServers":[{"name":"EVSA","build":"6.5.6944","node":"N1","upgraded":true}]},
                 "steps":[{"id":"a","title":"A","status":"HELD","choices":["VERIFY_AGAIN","ABORT"],"abortNeedsAcknowledgement":true,
                  "evidence":[{"sha256":"ab12","size":8}],"lateResultsInAll":4,"lateResults":[{"runner":"r","attempt":1,"fencingToken":7,"outcome":"FINISHED","exitCode":0,
                   "receivedAt":"2026-01-02T03:04:05Z"}]}]}""";
        platform.answers("POST /api/orchestration/rollouts/r1/pause", 200, paused);
        platform.answers("POST /api/orchestration/rollouts/r2/pause", 200, """
                {"id":"r2","status":"RUNNING","waitingFor":"runner r, which runs the command","pause":{"atRest":false}}""");
        platform.answers("GET /api/orchestration/rollouts/r1", 200, paused);
        platform.answers("POST /api/orchestration/rollouts/r1/resume", 200, "{}");
        platform.answers("GET /api/orchestration/rollouts?limit=100", 200, """
                {"items":[{"id":"r1","cluster":"contoso:clu01","status":"RUNNING","paused":true}],"next":null}""");

        CommandRun atRest = run("rollout", "pause", "r1", "--reason", "of a storm", "--as", "operator");
        CommandRun still = run("rollout", "pause", "r2", "--reason", "of a storm", "--as", "operator");
        CommandRun shown = run("rollout", "show", "r1", "--as", "operator");
        CommandRun listed = run("rollout", "list", "--as", "operator");
        CommandRun resumed = run("rollout", "resume", "r1", "--reason", "it is over", "--as", "operator");

        assertThat(atRest.out()).contains("Rollout r1 rests.");
        assertThat(still.out()).contains("Rollout r2 comes to rest: it waits for runner r, which runs the command.");
        assertThat(shown.out())
                .contains(
                        "Rollout r1 of contoso:clu01: RUNNING, paused, 0 done of 1 steps. paused by operator",
                        "The cluster is left so: something is in between; IT MUST NOT BE LEFT SO.",
                        "node N1: Exchange 6.5.6944, not recorded",
                        "virtual server EVSA: 6.5.6944 (upgraded), on N1",
                        "EVSA is offline: its users have no mail.",
                        "Meanwhile: Do not move EVSA to N2.",
                        "to decide: verify_again, abort (abort with --acknowledge",
                        "too late, do not count: 3 earlier results",
                        "too late, does not count: runner r, attempt 1, token 7",
                        "FINISHED, exit code 0",
                        "attested with: SHA-256 ab12 (8 bytes)");
        assertThat(listed.out()).contains("RUNNING, paused");
        assertThat(resumed.out()).contains("Rollout r1 goes on");
        assertThat(platform.asked().getFirst().body()).contains("of a storm");
        assertThat(platform.asked().getLast().body()).contains("it is over");
    }

    @Test
    void whoeverEndsARolloutCanSayInWhichStateTheClusterIsLeft() {
        platform.answers("POST /api/orchestration/rollouts/r1/abort", 200, "{}");
        platform.answers("POST /api/orchestration/rollouts/r1/steps/s/decisions", 200, "{}");

        run("rollout", "abort", "r1", "--reason", "enough", "--acknowledge", "N1 is half upgraded", "--as", "operator");
        run("rollout", "decide", "r1", "s", "abort", "--reason", "x", "--acknowledge", "N1 too", "--as", "operator");
        run("rollout", "abort", "r1", "--reason", "enough", "--as", "operator");

        assertThat(platform.asked().get(0).body()).contains("\"acknowledge\":\"N1 is half upgraded\"");
        assertThat(platform.asked().get(1).body()).contains("\"acknowledge\":\"N1 too\"", "ABORT");
        assertThat(platform.asked().get(2).body()).doesNotContain("acknowledge");
    }

    @Test
    void aFaultOfAServiceIsNeverAStackTrace() {
        platform.answers("GET /api/validation/requirements?limit=200", 500, "<html>");

        CommandRun run = run("requirements", "--as", "coordinator");

        assertThat(run.exitCode()).isEqualTo(70);
        assertThat(run.err()).contains("status 500").doesNotContain("\tat ");
    }

    @Test
    void aPlatformThatIsNotThereIsSaidWithWhatToDo() {
        CommandRun run = CommandRun.of(folder, Map.of(), "", "clusters");

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.err()).contains("No platform is running").contains("./lockstep up");
    }

    @Test
    void aRefusedConnectionNamesTheAddress() {
        platform.close();

        CommandRun run = run("clusters", "--as", "coordinator");

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.err()).contains(platform.url());
    }

    @Test
    void tokensAreForTheirOwnerOnly() throws IOException {
        CommandRun run = run("login", "--as", "approver");

        assertThat(run.out()).contains("Signed in as approver").contains("scopes: *");
        Path tokens = folder.resolve(".config/lockstep/tokens.json");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(tokens)))
                .isEqualTo("rw-------");
        assertThat(run.out() + run.err()).doesNotContain("sig-approver");
    }

    @Test
    void aSignedInAccountIsUsedUntilItSignsOut() {
        platform.answers("GET /api/inventory/organizations?limit=200", 200, "{\"items\":[]}");
        run("login", "--as", "approver");
        run("organizations");

        assertThat(platform.asked().getFirst().authorization())
                .startsWith("Bearer ")
                .endsWith("sig-approver");

        run("logout");
        CommandRun afterwards = run("organizations");

        assertThat(afterwards.exitCode()).isEqualTo(4);
        assertThat(afterwards.err()).contains("Nobody is signed in.");
    }

    @Test
    void mistypedCommandsAreExplained() {
        CommandRun run = run("improt");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("lockstep import");
    }

    @Test
    void completionKnowsTheCommands() {
        assertThat(run("completion").out()).contains("rollout").contains("--dry-run");
    }

    @Test
    void namesCannotLeaveTheirPlaceInAPath() {
        run("rollout", "start", "../plans?x=1#y", "--as", "operator");

        assertThat(platform.asked().getFirst().what())
                .isEqualTo("POST /api/orchestration/rollouts/..%2Fplans%3Fx%3D1%23y/start");
    }

    @Test
    void aRecordedClusterIsCheckedAsItWouldBe() {
        platform.answers("POST /api/validation/clusters/contoso:clu01/what-if", 200, """
                {"cluster":"contoso:clu01","catalogue":{"version":"1","hash":"0123456789abcdef"},"blocking":false,"results":[]}""");

        CommandRun run = run(
                "check",
                "Contoso:CLU01",
                "--stage",
                "NODE",
                "--with",
                "cluster/nodes/N1/os/sp=2",
                "--with",
                "organization/dns/running=null",
                "--as",
                "auditor");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(platform.asked().getFirst().body()).isEqualTo("""
                {"stages":["NODE"],"with":[{"path":"cluster/nodes/N1/os/sp","value":2},\
                {"path":"organization/dns/running","value":null}]}""");
    }

    @Test
    void waiversAreAskedForAndDecided() {
        platform.answers("POST /api/validation/clusters/contoso:clu01/waivers", 201, """
                {"id":"w1","requirement":"NODE-TS-01","status":"REQUESTED","expiresAt":"2027-01-31T00:00:00Z"}""");
        platform.answers("POST /api/validation/clusters/contoso:clu01/waivers/w1/approval", 403, """
                {"title":"Refused","detail":"anna asked for this waiver and cannot approve it.","status":403}""");

        CommandRun asked = run(
                "waivers",
                "request",
                "contoso:clu01",
                "NODE-TS-01",
                "--reason",
                "no screens",
                "--expires",
                "2027-01-31T00:00:00Z",
                "--as",
                "coordinator");
        CommandRun approved = run("waivers", "approve", "contoso:clu01", "w1", "--as", "approver");

        assertThat(asked.out()).contains("Waiver w1 of NODE-TS-01 is REQUESTED");
        assertThat(approved.exitCode()).isEqualTo(4);
        assertThat(approved.err()).contains("cannot approve it");
    }

    @Test
    void mistakesInOwnRequirementsAreNamedByLine() throws IOException {
        Files.writeString(folder.resolve("own.yaml"), "requirements: []");
        platform.answers("POST /api/validation/organizations/contoso/requirements", 422, """
                {"title":"Invalid requirements","detail":"The requirements have 1 mistakes; nothing was changed.","status":422,
                 "errors":[{"place":"requirements.yaml:7","problem":"OWN-01: predicate, line 1","remedy":"correct it"}]}""");

        CommandRun run = run("requirements", "set", "Contoso", "own.yaml", "--reason", "r", "--as", "administrator");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("requirements.yaml:7", "OWN-01");
    }
}
