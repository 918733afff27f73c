package dev.lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Finding entries of the history, counting them and reading them as a timeline. */
class HistorySearchCommandsTest {

    @TempDir
    Path folder;

    private CommandRun audit(StubPlatform platform, String... arguments) {
        List<String> all = new ArrayList<>(List.of("audit"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--as", "auditor"));
        return CommandRun.of(folder, Map.of("LOCKSTEP_URL", platform.url()), "", all.toArray(String[]::new));
    }

    @Test
    void everyOptionNarrowsTheSearch() {
        try (StubPlatform platform = new StubPlatform()) {
            platform.answers(
                    "GET /api/audit/entries?organization=contoso&site=oslo&rollout=r1&step=a&text=node%20re*"
                            + "&service=inventory&day=2026-03-01&actor=anna&order=newest&limit=100",
                    200, "{\"items\":[]}");

            CommandRun run = audit(
                    platform,
                    "entries",
                    "--newest",
                    "--organization=contoso",
                    "--site=oslo",
                    "--rollout=r1",
                    "--step=a",
                    "--text=node re*",
                    "--service=inventory",
                    "--day=2026-03-01",
                    "--person=anna");

            assertThat(run.err()).contains("No entry matches.");
            assertThat(run.exitCode()).isZero();
        }
    }

    @Test
    void theTimelineIsToldInSentences() {
        try (StubPlatform platform = new StubPlatform()) {
            platform.answers("GET /api/audit/timeline?cluster=contoso:clu01&limit=1", 200, """
                    {"items":[{"entry":7,"time":"2026-03-01T10:15:30Z","actor":"arne","what":"approved the whole plan",
                    "cluster":"contoso:clu01","by":{"name":"arne","roles":["approver"]}}],"next":"Nw"}""");

            CommandRun table = audit(platform, "timeline", "--limit", "1", "--cluster", "contoso:clu01");
            CommandRun json =
                    audit(platform, "timeline", "--limit", "1", "--cluster", "contoso:clu01", "--format", "json");

            assertThat(table.out())
                    .contains("arne")
                    .contains("approved the whole plan")
                    .contains("7");
            assertThat(table.err()).contains("--after Nw");
            assertThat(json.out()).contains("\"approver\"");
        }
    }

    @Test
    void brokenGlassStandsOutInEveryList() {
        try (StubPlatform platform = new StubPlatform()) {
            String type = "lockstep.orchestration.approval-overridden.v1";
            platform.answers("GET /api/audit/timeline?limit=1", 200, """
                            {"items":[{"entry":7,"actor":"arne","type":"%s","what":"goes on"}]}""".formatted(type))
                    .answers("GET /api/audit/entries?limit=1", 200, """
                            {"items":[{"index":7,"actor":"arne","type":"%s"}]}""".formatted(type));

            assertThat(audit(platform, "timeline", "--limit", "1").out()).contains("GLASS BROKEN: goes on");
            assertThat(audit(platform, "entries", "--limit", "1").out()).contains("GLASS BROKEN: " + type);
        }
    }

    @Test
    void countsSayWhetherTheyAreOfEverything() {
        try (StubPlatform platform = new StubPlatform()) {
            String counted = """
                    {"entries":10000,"complete":%s,"facets":[
                     {"name":"type","values":[{"value":"lockstep.x.v1","entries":9000}],"more":3},
                     {"name":"site","values":[],"more":0}]}""";
            platform.answers("GET /api/audit/facets?text=reboot", 200, counted.formatted("false"))
                    .answers("GET /api/audit/facets?text=reboot&values=1", 200, counted.formatted("true"));

            CommandRun newest = audit(platform, "facets", "--text", "reboot");
            CommandRun all = audit(platform, "facets", "--text", "reboot", "--values", "1");

            assertThat(newest.out()).contains("lockstep.x.v1").contains("9000").contains("and 3 more");
            assertThat(newest.err()).contains("The newest 10,000 entries; there are more.");
            assertThat(all.err()).contains("10,000 entries.").doesNotContain("newest");
        }
    }

    @Test
    void aRolloutIsToldAsItStoodAtAMoment() {
        try (StubPlatform platform = new StubPlatform()) {
            platform.answers("GET /api/audit/rollouts/r1/history?before=2026-03-01T08:00:00Z", 200, """
                    {"outcome":"APPROVED","oneAtATime":{"held":true,"executionsOfCluster":0}}""");

            CommandRun run = audit(platform, "rollout", "r1", "--before", "2026-03-01T08:00:00Z");

            assertThat(run.out()).contains("Approved");
            assertThat(run.exitCode()).isZero();
        }
    }
}
