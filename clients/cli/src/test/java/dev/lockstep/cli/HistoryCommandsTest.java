package dev.lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.history.bundle.BundleLayout;
import dev.lockstep.history.bundle.SampleLog;
import dev.lockstep.history.certificate.RolloutScript;
import dev.lockstep.history.report.ReportSeal;
import dev.lockstep.transparencylog.Checkpoint;
import dev.lockstep.transparencylog.SigningKey;
import dev.lockstep.transparencylog.TreeHasher;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The history taken out and checked: what a person sees, and what a script can rely on. */
class HistoryCommandsTest {

    private static final SigningKey KEY = SigningKey.generate(SampleLog.ORIGIN);
    private static final int SIZE = 300;
    private static final SampleLog LOG = SampleLog.of(KEY, SIZE, 100);

    @TempDir
    Path folder;

    private CommandRun run(String... arguments) {
        return CommandRun.of(folder, Map.of(), "", arguments);
    }

    private void key(SigningKey key) throws IOException {
        Files.writeString(folder.resolve("log.key"), key.verifier() + "\n");
    }

    @Test
    void aWholeBundleIsVerifiedWithoutAPlatform() throws IOException {
        LOG.writeTo(folder.resolve("bundle"));
        key(KEY);

        CommandRun run = run("verify", "bundle", "--key", "log.key");

        assertThat(run.out())
                .isEqualToNormalizingNewlines(
                        "Verified: 300 entries, 3 checkpoints, 2 certificates of the log lockstep.example/audit,"
                                + " exported at 2026-03-02T08:00:00Z.\n");
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void aCheckpointThatWasKeptIsSaidToBeCompared() throws IOException {
        LOG.writeTo(folder.resolve("bundle"));
        key(KEY);
        Files.copy(folder.resolve("bundle/" + BundleLayout.CHECKPOINT), folder.resolve("seen"));

        assertThat(run("verify", "bundle", "--key", "log.key", "--seen", "seen"))
                .satisfies(run -> assertThat(run.exitCode()).isZero())
                .satisfies(run -> assertThat(run.out())
                        .contains("It continues the checkpoint of 300 entries that was kept elsewhere."));
    }

    @Test
    void whatDoesNotHoldIsNamed() throws IOException {
        LOG.writeTo(folder.resolve("bundle"));
        key(KEY);
        Path entries = folder.resolve("bundle/tile/entries/001.p/44");
        byte[] bytes = Files.readAllBytes(entries);
        bytes[bytes.length - 2] ^= 1;
        Files.write(entries, bytes);

        CommandRun run = run("verify", "bundle", "--key", "log.key");
        CommandRun json = run("verify", "bundle", "--key", "log.key", "--format", "json");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).contains("ENTRY_CHANGED  entry 299: ").contains("NOT as it was signed");
        assertThat(json.exitCode()).isEqualTo(1);
        assertThat(json.out()).contains("\"kind\" : \"ENTRY_CHANGED\"");
    }

    @Test
    void anotherKeyAnotherCheckpointAndABrokenRuleAreRefused() throws IOException {
        UUID rollout = new UUID(0, 1);
        SampleLog broken = new SampleLog(
                KEY,
                SampleLog.entries(new RolloutScript()
                        .requested(rollout, "a")
                        .gatedStep(rollout, "a")
                        .published()),
                3);
        LOG.writeTo(folder.resolve("bundle"));
        broken.writeTo(folder.resolve("broken"));
        key(KEY);
        Files.copy(folder.resolve("broken/" + BundleLayout.CHECKPOINT), folder.resolve("seen"));

        assertThat(run("verify", "bundle", "--key", "log.key", "--seen", "seen"))
                .satisfies(run -> assertThat(run.exitCode()).isEqualTo(1))
                .satisfies(run -> assertThat(run.out()).contains("CHECKPOINT_REPLAYED  checkpoint seen"));
        assertThat(run("verify", "broken", "--key", "log.key"))
                .satisfies(run -> assertThat(run.exitCode()).isEqualTo(1))
                .satisfies(run -> assertThat(run.out())
                        .contains("no approval counted for a attempt 1")
                        .contains("As it was signed, and it tells of broken rules"));
        key(SigningKey.generate(SampleLog.ORIGIN));
        assertThat(run("verify", "bundle", "--key", "log.key"))
                .satisfies(run -> assertThat(run.exitCode()).isEqualTo(1))
                .satisfies(run -> assertThat(run.out()).contains("MANIFEST_FORGED"));
    }

    @Test
    void argumentsThatMeanNothingAreToldApart() throws IOException {
        LOG.writeTo(folder.resolve("bundle"));
        Files.writeString(folder.resolve("log.key"), "no key");

        assertThat(run("verify", "bundle", "--key", "log.key").exitCode()).isEqualTo(2);
        assertThat(run("audit", "prove", "3", "--key", "log.key", "--as", "auditor"))
                .satisfies(run -> assertThat(run.exitCode()).isEqualTo(2))
                .satisfies(run -> assertThat(run.err()).contains("'log.key' cannot be used"));
        assertThat(run("verify", "elsewhere", "--key", "log.key").exitCode()).isEqualTo(2);
        assertThat(run("verify", "bundle").exitCode()).isEqualTo(2);
    }

    @Test
    void theWholeHistoryIsTakenOutAsItIsServed() throws IOException {
        key(KEY);
        try (StubPlatform platform = new StubPlatform()) {
            serve(platform, "/bundle/manifest", 0, BundleLayout.MANIFEST);
            serve(platform, "/bundle/300/checkpoints", SIZE, BundleLayout.CHECKPOINTS);
            serve(platform, "/bundle/300/witnessed-checkpoint", SIZE, BundleLayout.WITNESSED);
            serve(platform, "/bundle/300/person-keys", SIZE, BundleLayout.PERSON_KEYS);
            serve(platform, "/bundle/access-matrix.json", SIZE, BundleLayout.ACCESS_MATRIX);
            serve(platform, "/bundle/schemas/entry.schema.json", SIZE, "schemas/entry.schema.json");
            for (String tile : List.of(
                    "tile/0/000", "tile/0/001.p/44", "tile/1/000.p/1", "tile/entries/000", "tile/entries/001.p/44")) {
                serve(platform, "/log/" + tile, SIZE, tile);
            }
            platform.answers("GET /api/audit/entries/29/data", 200, LOG.data(29).readAllBytes());

            CommandRun run = export(platform);

            assertThat(run.err()).contains("./lockstep verify bundle --key FILE");
            assertThat(run.exitCode()).isZero();
        }
        assertThat(run("verify", "bundle", "--key", "log.key").exitCode()).isZero();
    }

    @Test
    void anExportThatBreaksOffLeavesNoBundle() throws IOException {
        try (StubPlatform platform = new StubPlatform()) {
            serve(platform, "/bundle/manifest", 0, BundleLayout.MANIFEST);
            serve(platform, "/bundle/300/checkpoints", SIZE, BundleLayout.CHECKPOINTS);

            CommandRun broken = export(platform);
            CommandRun again = export(platform);

            assertThat(broken.exitCode()).isNotZero();
            assertThat(again.err()).contains("'bundle.part' exists already.");
            assertThat(folder.resolve("bundle")).doesNotExist();
        }
    }

    @Test
    void anExportThatIsRefusedLeavesNothingBehind() {
        try (StubPlatform platform = new StubPlatform()) {
            platform.answers(
                    "GET /api/audit/bundle/manifest", 403, "{\"detail\":\"Exporting needs the role auditor.\"}");

            CommandRun first = export(platform);
            CommandRun again = export(platform);

            assertThat(first.exitCode()).isEqualTo(4);
            assertThat(again.err()).contains("Exporting needs the role auditor.");
            assertThat(folder.resolve("bundle.part")).doesNotExist();
        }
    }

    @Test
    void whatAFilterDoesNotFindAndWhatIsRefusedIsSaid() {
        try (StubPlatform platform = new StubPlatform()) {
            String path = "GET /api/audit/entries?cluster=contoso:clu01&limit=200";
            platform.answers(path, 403, "{}").answers(path, 200, "{\"items\":[]}");

            CommandRun refused = extract(platform, "csv");
            CommandRun empty = extract(platform, "jsonl");

            assertThat(refused.out()).isEmpty();
            assertThat(refused.exitCode()).isEqualTo(4);
            assertThat(empty.err()).contains("No entry matches.");
            assertThat(empty.exitCode()).isZero();
        }
    }

    @Test
    void aListOfEntriesSaysThatThereAreMoreAndGoesOnFromThere() {
        try (StubPlatform platform = new StubPlatform()) {
            platform.answers("GET /api/audit/entries?limit=1", 200, """
                {"items":[{"index":3,"time":"2026-03-01T10:15:30Z"}],"next":"Mw"}""");
            platform.answers("GET /api/audit/entries?limit=1&after=Mw", 200, "{\"items\":[{\"index\":4}]}");

            CommandRun first = entries(platform, "--limit", "1");
            CommandRun rest = entries(platform, "--limit", "1", "--after", "Mw");

            assertThat(first.err()).contains("… there are more").contains("--after Mw");
            assertThat(first.out()).containsPattern(":30(Z|[+-]\\d\\d:\\d\\d)");
            assertThat(rest.out()).contains("4");
            assertThat(rest.err()).isEmpty();
        }
    }

    @Test
    void aCertificateOfARolloutThatIsNotOverSaysSo() {
        String certificate = """
                {"format":"lockstep.history.rollout-certificate.v2","rollout":"00000000-0000-0000-0000-000000000001",
                 "cluster":"contoso:clu01","entries":3,"outcome":"%s","steps":[],"held":true,"violations":[]}""";
        try (StubPlatform platform = new StubPlatform()) {
            platform.answers("GET /api/audit/rollouts/r1/certificate?opened=true", 200, certificate.formatted("OPEN"))
                    .answers(
                            "GET /api/audit/rollouts/r1/certificate?opened=true",
                            200,
                            certificate.formatted("COMPLETED"));

            assertThat(certificate(platform).out()).contains("Proved so far, the rollout is not over: one step");
            assertThat(certificate(platform).out()).contains("Proved: one step");
        }
    }

    private CommandRun certificate(StubPlatform platform) {
        return CommandRun.of(
                folder, Map.of("LOCKSTEP_URL", platform.url()), "", "audit", "certificate", "r1", "--as", "auditor");
    }

    @Test
    void momentsAndNumbersAreExplainedInPlainWords() {
        try (StubPlatform platform = new StubPlatform()) {
            assertThat(entries(platform, "--from", "yesterday"))
                    .satisfies(run -> assertThat(run.exitCode()).isEqualTo(2))
                    .satisfies(run -> assertThat(run.err())
                            .contains("'yesterday' is no moment. Write it as 2027-01-31T00:00:00Z.")
                            .doesNotContain("Instant"));
            assertThat(entries(platform, "--limit", "0").err()).contains("'0' is not a number of 1 or more.");
            assertThat(platform.asked()).isEmpty();
        }
    }

    private CommandRun entries(StubPlatform platform, String... options) {
        List<String> arguments = new ArrayList<>(List.of("audit", "entries", "--as", "auditor"));
        arguments.addAll(List.of(options));
        return CommandRun.of(folder, Map.of("LOCKSTEP_URL", platform.url()), "", arguments.toArray(String[]::new));
    }

    private static byte[] report(SigningKey key) {
        byte[] document = "%PDF-1.6\nwhat it says\nstartxref\n123\n%%EOF\n".getBytes(StandardCharsets.UTF_8);
        Checkpoint state = new Checkpoint(SampleLog.ORIGIN, SIZE, new TreeHasher().leaf(document));
        return ReportSeal.file(
                document, ReportSeal.of(new UUID(0, 1), document, state).signedBy(key));
    }

    private CommandRun report(StubPlatform platform) {
        return CommandRun.of(
                folder,
                Map.of("LOCKSTEP_URL", platform.url()),
                "",
                "audit",
                "report",
                "r1",
                "--output",
                "r1.pdf",
                "--as",
                "auditor");
    }

    @Test
    void aReportIsWrittenByteForByteAndVerifiedWithoutAPlatform() throws IOException {
        key(KEY);
        try (StubPlatform platform = new StubPlatform()) {
            platform.answers("GET /api/audit/rollouts/r1/report", 200, report(KEY));

            CommandRun written = report(platform);

            assertThat(written.exitCode()).as(written.err()).isZero();
            assertThat(written.out()).contains("The report on rollout r1 is in", "r1.pdf");
            assertThat(Files.readAllBytes(folder.resolve("r1.pdf"))).isEqualTo(report(KEY));
        }
        assertThat(run("verify", "r1.pdf", "--key", "log.key"))
                .satisfies(run -> assertThat(run.exitCode()).isZero())
                .satisfies(run -> assertThat(run.out())
                        .contains("Verified: the report on rollout 00000000-0000-0000-0000-000000000001 is as the log"
                                + " lockstep.example/audit issued it when it had 300 entries."));
    }

    @Test
    void aReportIsNeverWrittenOverAFile() throws IOException {
        Files.writeString(folder.resolve("r1.pdf"), "kept");
        try (StubPlatform platform = new StubPlatform()) {
            CommandRun run = report(platform);

            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.err()).contains("'r1.pdf' exists already");
            assertThat(platform.asked()).isEmpty();
        }
        assertThat(folder.resolve("r1.pdf")).hasContent("kept");
    }

    @Test
    void aReportThatIsRefusedLeavesNoFile() {
        try (StubPlatform platform = new StubPlatform()) {
            platform.answers("GET /api/audit/rollouts/r1/report", 404, """
                {"type":"urn:lockstep:problem:not-found","detail":"There is no rollout r1."}""");

            assertThat(report(platform).exitCode()).isEqualTo(1);
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aReportThatWasChangedOrIsOfAnotherKeyIsNotVerified() throws IOException {
        byte[] changed = report(KEY);
        changed[12] ^= 1;
        Files.write(folder.resolve("changed.pdf"), changed);
        Files.write(folder.resolve("foreign.pdf"), report(SigningKey.generate(SampleLog.ORIGIN)));
        Files.writeString(folder.resolve("none.pdf"), "no report");
        key(KEY);

        assertThat(run("verify", "changed.pdf", "--key", "log.key"))
                .satisfies(run -> assertThat(run.exitCode()).isEqualTo(1))
                .satisfies(run -> assertThat(run.out()).contains("NOT as it was issued: BAD_SIGNATURE"));
        assertThat(run("verify", "foreign.pdf", "--key", "log.key").out()).contains("UNKNOWN_KEY");
        assertThat(run("verify", "none.pdf", "--key", "log.key").out()).contains("MALFORMED: the file has no seal");
        assertThat(run("verify", "none.pdf", "--key", "log.key", "--seen", "log.key")
                        .exitCode())
                .isEqualTo(2);
    }

    private CommandRun export(StubPlatform platform) {
        return CommandRun.of(
                folder, Map.of("LOCKSTEP_URL", platform.url()), "", "audit", "export", "bundle", "--as", "auditor");
    }

    @Test
    void entriesAreExtractedPageByPageAsLines() {
        try (StubPlatform platform = new StubPlatform()) {
            platform.answers("GET /api/audit/entries?cluster=contoso:clu01&limit=200", 200, """
                {"items":[{"index":3,"time":"2026-03-01T10:15:30Z","actor":"a, \\"b\\"","type":"t","subject":"s",
                "streamVersion":1,"source":"/x","id":"i","cluster":"contoso:clu01","leafHash":"h","event":{"a":1}}],
                "next":"Mw"}\
                """);
            platform.answers(
                    "GET /api/audit/entries?cluster=contoso:clu01&limit=200&after=Mw",
                    200,
                    "{\"items\":[{\"index\":4,\"type\":\"lockstep.orchestration.approval-overridden.v1\",\"actor\":\"=1+1\"}]}");

            CommandRun csv = extract(platform, "csv");
            CommandRun lines = extract(platform, "jsonl");

            assertThat(csv.out())
                    .isEqualTo(
                            "index,time,actor,type,subject,streamVersion,source,id,organization,cluster,rollout,step,leafHash,standsOut\r\n"
                                    + "3,2026-03-01T10:15:30Z,\"a, \"\"b\"\"\",t,s,1,/x,i,,contoso:clu01,,,h,\r\n"
                                    + "4,,'=1+1,lockstep.orchestration.approval-overridden.v1,,,,,,,,,,GLASS BROKEN\r\n");
            assertThat(lines.out().lines())
                    .hasSize(2)
                    .first()
                    .asString()
                    .startsWith("{\"index\":3,")
                    .endsWith("\"event\":{\"a\":1}}");
            assertThat(csv.exitCode()).isZero();
        }
    }

    private CommandRun extract(StubPlatform platform, String lines) {
        return CommandRun.of(
                folder,
                Map.of("LOCKSTEP_URL", platform.url()),
                "",
                "audit",
                "extract",
                "--cluster",
                "contoso:clu01",
                "--lines",
                lines,
                "--as",
                "auditor");
    }

    private static void serve(StubPlatform platform, String path, long size, String place) {
        try {
            platform.answers("GET /api/audit" + path, 200, LOG.open(size, place).readAllBytes());
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }
}
