package dev.lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Facts as people state, attest and confirm them. */
class FactCommandsTest extends StubPlatformTest {

    @Test
    void aValueIsJsonWhereItCanBe() {
        platform.answers("POST /api/inventory/clusters/contoso:clu01/facts", 200, "{\"version\":7}");

        run(
                "set-fact",
                "contoso:clu01",
                "/nodes/E2K3-N1/os/sp",
                "1",
                "--reason",
                "measured",
                "--as",
                "inventory-editor");
        run("set-fact", "contoso:clu01", "/name", "a b", "--reason", "measured", "--as", "inventory-editor");

        assertThat(platform.asked())
                .extracting(StubPlatform.Asked::body)
                .satisfiesExactly(
                        body -> assertThat(body).contains("\"value\":1"),
                        body -> assertThat(body).contains("\"value\":\"a b\""));
    }

    @Test
    void anApproverConfirmsWhatNobodyElseMayState() {
        platform.answers("POST /api/inventory/clusters/contoso:clu01/confirmations", 200, "{\"version\":9}");

        CommandRun run = run(
                "confirm-fact",
                "contoso:clu01",
                "/evs/EVSA/laterUpgradeConfirmedFor",
                "MAILA.corp",
                "--reason",
                "looked it up",
                "--as",
                "approver");

        assertThat(run.out()).contains("/evs/EVSA/laterUpgradeConfirmedFor is confirmed; version 9.");
        assertThat(platform.asked())
                .extracting(StubPlatform.Asked::body)
                .containsExactly("{\"reason\":\"looked it up\",\"changes\":"
                        + "[{\"path\":\"/evs/EVSA/laterUpgradeConfirmedFor\",\"value\":\"MAILA.corp\"}]}");
    }

    @Test
    void factsAreAttestedInOneAct() {
        platform.answers(
                "POST /api/inventory/clusters/contoso:clu01/attestations",
                200,
                "{\"version\":9,\"events\":[{\"confirmed\":2},{\"confirmed\":1}]}");

        CommandRun run = run(
                "attest-facts",
                "contoso:clu01",
                "/nodes/E2K3-N1/os",
                "/networks",
                "--reason",
                "asked the owner",
                "--as",
                "operator");

        assertThat(run.out()).contains("3 facts are attested; version 9.");
        assertThat(platform.asked())
                .extracting(StubPlatform.Asked::body)
                .containsExactly("{\"reason\":\"asked the owner\",\"paths\":[\"/nodes/E2K3-N1/os\",\"/networks\"]}");
    }
}
