package dev.lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Deputies are appointed, agreed to, relieved and listed, and approve. */
class DeputyCommandsTest {

    private static final String ARRANGEMENT = """
            {"id":"d1","organization":"contoso","site":"oslo","deputy":"dora","lender":"lena","standing":"%s",
             "from":"2027-01-01T00:00:00Z","until":"2027-01-14T00:00:00Z","reason":"summer","agreedBy":"sven"%s}""";

    @TempDir
    Path folder;

    private final StubPlatform platform = new StubPlatform();

    @AfterEach
    void stopPlatform() {
        platform.close();
    }

    private CommandRun run(String... arguments) {
        return CommandRun.of(folder, Map.of("LOCKSTEP_URL", platform.url()), "", arguments);
    }

    @Test
    void aDeputyIsAppointedForAPeriodAtASite() {
        platform.answers("POST /api/orchestration/deputies", 201, ARRANGEMENT.formatted("PROPOSED", ""));

        CommandRun run = run(
                "deputy",
                "appoint",
                "Contoso",
                "dora",
                "--site",
                "oslo",
                "--from",
                "2027-01-01T00:00:00Z",
                "--until",
                "2027-01-14T00:00:00Z",
                "--reason",
                "summer",
                "--as",
                "approver");

        assertThat(run.out()).contains("dora will stand in from", "'deputy agree d1'");
        assertThat(platform.asked().getFirst().body())
                .isEqualTo("{\"organization\":\"contoso\",\"deputy\":\"dora\",\"until\":\"2027-01-14T00:00:00Z\","
                        + "\"reason\":\"summer\",\"site\":\"oslo\",\"from\":\"2027-01-01T00:00:00Z\"}");
    }

    @Test
    void anArrangementIsAgreedToAndEnded() {
        platform.answers("POST /api/orchestration/deputies/d1/agreement", 200, ARRANGEMENT.formatted("IN_FORCE", ""));
        platform.answers("POST /api/orchestration/deputies/d1/end", 200, ARRANGEMENT.formatted("ENDED", ""));

        CommandRun agreed = run("deputy", "agree", "d1", "--comment", "fine", "--as", "approver");
        CommandRun ended = run("deputy", "end", "d1", "--reason", "back", "--as", "approver");

        assertThat(agreed.out()).contains("dora stands in for lena from", "--as-deputy d1");
        assertThat(ended.out()).contains("dora does not stand in for lena any more.");
        assertThat(platform.asked().get(0).body()).isEqualTo("{\"comment\":\"fine\"}");
        assertThat(platform.asked().get(1).body()).isEqualTo("{\"reason\":\"back\"}");
    }

    @Test
    void theListTellsWhoStandsInForWhomAndWhyNoMore() {
        platform.answers(
                "GET /api/orchestration/deputies?organization=contoso&limit=100",
                200,
                "{\"items\":[%s]}"
                        .formatted(ARRANGEMENT.formatted("ENDED", ",\"endedBy\":\"anna\",\"endReason\":\"back\"")));

        CommandRun run = run("deputies", "--organization", "CONTOSO", "--as", "approver");

        assertThat(run.out()).contains("d1", "dora", "lena", "contoso at oslo", "sven", "ended by anna:", "back");
    }

    @Test
    void aDeputyApprovesUnderTheArrangement() {
        platform.answers("GET /api/orchestration/rollouts/r1", 200, """
                {"id":"r1","cluster":"contoso:clu01","planHash":"h","status":"REQUESTED","steps":[],
                 "approvals":[{"part":"plan","extent":"PLAN","needed":1,"counting":1,"steps":[],"approvals":[
                   {"approver":{"name":"dora"},"standing":"COUNTS",
                    "asDeputy":{"lender":{"name":"lena"},"delegations":["EXCHANGE_FULL_ADMINISTRATOR@organization:contoso"]}}]}]}""");
        platform.answers("POST /api/orchestration/rollouts/r1/approvals", 200, "{}");

        run("rollout", "approve", "r1", "--as-deputy", "d1", "--as", "approver");
        CommandRun shown = run("rollout", "show", "r1", "--as", "operator");

        assertThat(platform.asked().get(1).body()).contains("\"arrangement\":\"d1\"");
        assertThat(shown.out())
                .contains("dora as deputy of lena", "as EXCHANGE_FULL_ADMINISTRATOR@organization:contoso");
    }
}
