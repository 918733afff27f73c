package dev.lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Reports and waivers of recorded clusters. */
class ValidationCommandsTest extends StubPlatformTest {

    @Test
    void whatBlocksIsExitCodeOneAndComesWithItsRemedy() {
        platform.answers("GET /api/validation/clusters/contoso:clu01/report?stage=FP&stage=NODE%2B", 200, """
                {"catalogue":{"version":"1","hash":"0123456789abcdef"},"blocking":true,"results":[
                 {"requirement":"ORG-AD-01","stage":"FP","subject":"organization Contoso","verdict":"FAIL","severity":"REQUIRED",
                  "title":"t","message":"The schema master does not answer.","source":"p. 4","remedy":"Start it."},
                 {"requirement":"ORG-AD-02","stage":"FP","subject":"organization Contoso","verdict":"PASS","severity":"REQUIRED",
                  "title":"fine","message":"","source":"p. 5","remedy":""}]}""");

        CommandRun run = run("report", "Contoso:CLU01", "--stage", "FP", "--stage", "NODE+", "--as", "auditor");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out())
                .contains("The schema master does not answer.")
                .contains("Start it.")
                .contains("1 passed")
                .doesNotContain("ORG-AD-02");
    }

    @Test
    void factsThatAreOnlyTooOldAreNoReasonToMendAnything() {
        platform.answers("GET /api/validation/clusters/contoso:clu01/report?stage=END", 200, """
                {"cluster":"contoso:clu01","catalogue":{"version":"1","hash":"0123456789abcdef"},"blocking":true,
                 "stale":["cluster/groups/EVS 1/state","cluster/evs/EVSA/laterUpgradeConfirmedFor","organization/dns/running"],"results":[
                 {"requirement":"EVS-ON-01","stage":"END","subject":"cluster CLU01","verdict":"UNKNOWN","severity":"REQUIRED",
                  "title":"t","message":"m","source":"s","remedy":"r"}]}""");

        CommandRun run = run("report", "contoso:clu01", "--stage", "end", "--as", "auditor");

        assertThat(run.out())
                .contains("3 facts are only too old.")
                .contains("lockstep confirm-fact contoso:clu01 /evs/EVSA/laterUpgradeConfirmedFor VALUE --reason")
                .contains("lockstep attest-facts contoso /dns/running --reason")
                .contains("lockstep attest-facts contoso:clu01 '/groups/EVS 1/state' --reason");
    }

    @Test
    void aRevokedWaiverTellsWhyAndNotWhenItWouldHaveExpired() {
        String revoked = """
                {"id":"w1","requirement":"NODE-TS-01","status":"REVOKED","reason":"no screens","expiresAt":"2030-01-31T00:00:00Z",
                 "requestedBy":{"name":"coordinator"},"decidedBy":{"name":"approver"},"decidedBecause":"mended"}""";
        platform.answers("POST /api/validation/clusters/contoso:clu01/waivers/w1/revocation", 200, revoked);
        platform.answers(
                "GET /api/validation/clusters/contoso:clu01/waivers?limit=200", 200, "{\"items\":[" + revoked + "]}");

        CommandRun revocation =
                run("waivers", "revoke", "contoso:clu01", "w1", "--reason", "mended", "--as", "approver");
        CommandRun list = run("waivers", "list", "contoso:clu01", "--as", "auditor");

        assertThat(revocation.out()).contains("is REVOKED; the reason: mended");
        assertThat(list.out()).contains("mended").doesNotContain("2030");
    }
}
