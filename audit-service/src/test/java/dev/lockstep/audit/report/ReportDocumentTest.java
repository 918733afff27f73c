package dev.lockstep.audit.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.audit.history.RolloutHistory;
import dev.lockstep.contracts.ClusterId;
import dev.lockstep.contracts.InventoryVersions;
import dev.lockstep.contracts.PublishedEvent;
import dev.lockstep.contracts.Severity;
import dev.lockstep.contracts.Stage;
import dev.lockstep.contracts.Verdict;
import dev.lockstep.contracts.orchestration.DeputyEvent;
import dev.lockstep.contracts.orchestration.RolloutEvent;
import dev.lockstep.contracts.validation.RequirementResult;
import dev.lockstep.contracts.validation.ValidationEvent.GateAnswered;
import dev.lockstep.history.certificate.Certificate;
import dev.lockstep.history.certificate.CertificateReplay;
import dev.lockstep.history.certificate.RolloutScript;
import dev.lockstep.history.certificate.Violation;
import dev.lockstep.transparencylog.Checkpoint;
import dev.lockstep.transparencylog.TreeHasher;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;

class ReportDocumentTest {

    private static final UUID ROLLOUT = new UUID(0, 1);
    private static final String HOSTILE =
            "(evil) Tj ET \\) >> endobj %%EOF\r\n<script>\u0000\u0007\u202e\u200b\ud83d\ude00\ufffe\t\\u0041 "
                    + "x".repeat(3_000);

    private static RolloutReport report(RolloutScript script) {
        AtomicReference<Certificate> issued = new AtomicReference<>();
        CertificateReplay replay = new CertificateReplay(new CertificateReplay.Issue() {
            @Override
            public void certificate(Certificate certificate) {
                if (certificate.rollout().equals(ROLLOUT)) {
                    issued.set(certificate);
                }
            }

            @Override
            public void outside(Violation.OutsideRollout violation) {
                throw new AssertionError(violation.toString());
            }
        });
        List<RolloutReport.Gate> gates = new ArrayList<>();
        List<PublishedEvent> published = script.published();
        for (int index = 0; index < published.size(); index++) {
            String cluster = RolloutScript.CLUSTER.value();
            switch (published.get(index)) {
                case RolloutEvent e -> replay.apply(index, cluster, new CertificateReplay.Statement.OfRollout(e));
                case DeputyEvent e -> replay.apply(index, cluster, new CertificateReplay.Statement.OfDeputy(e));
                case GateAnswered e -> {
                    replay.apply(index, cluster, new CertificateReplay.Statement.OfGate(e));
                    gates.add(new RolloutReport.Gate(index, e));
                }
                case PublishedEvent other -> throw new AssertionError(other.toString());
            }
        }
        replay.finish(published.size());
        return new RolloutReport(
                RolloutHistory.of(ROLLOUT, script.entries()).orElseThrow(),
                issued.get(),
                gates,
                new Checkpoint(
                        "lockstep.example/audit",
                        published.size(),
                        new TreeHasher().leaf("leaf".getBytes(StandardCharsets.UTF_8))));
    }

    private static RolloutScript plain() {
        return new RolloutScript()
                .requested(ROLLOUT, "a", "b")
                .approved(ROLLOUT)
                .started(ROLLOUT)
                .gatedStep(ROLLOUT, "a")
                .gatedStep(ROLLOUT, "b")
                .finished(ROLLOUT);
    }

    /** Text as readers of the document find it, without regard to where lines end. */
    private static String text(byte[] document) {
        try (PDDocument read = Loader.loadPDF(document)) {
            return new PDFTextStripper().getText(read).replaceAll("\\s+", " ");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static int pages(byte[] document) throws IOException {
        try (PDDocument read = Loader.loadPDF(document)) {
            return read.getNumberOfPages();
        }
    }

    @Test
    void aPlainRolloutIsToldWithItsAuthoritiesGatesAndLocks() {
        String text = text(ReportDocument.of(report(plain())));

        assertThat(text)
                .contains("Report on the rollout " + ROLLOUT + " of cluster contoso:clu01")
                .contains("COMPLETED. Proved: one step at a time")
                .contains("What stands out Nothing: no rule was violated")
                .contains("EXCHANGE_FULL_ADMINISTRATOR@organization:contoso")
                .contains("approved the whole of plan hash")
                .contains("by arne in entry 1")
                .contains("open in entry 5 at inventory 1 of the organization")
                .contains("cluster contoso:clu01 (token 1)")
                .contains("its first 20 entries")
                .contains("page 1 of 2", "page 2 of 2");
    }

    @Test
    void theSameEntriesMakeTheSameDocument() {
        assertThat(ReportDocument.of(report(plain()))).isEqualTo(ReportDocument.of(report(plain())));
    }

    @Test
    void whatDidNotGoThePlainWayStandsOut() {
        RolloutScript script = new RolloutScript()
                .requested(ROLLOUT, "a", "b", "c", "d")
                .started(ROLLOUT)
                .overridden(ROLLOUT, "a", RolloutScript.OPERATOR, RolloutScript.APPROVER, Duration.ofHours(1))
                .gatedStep(ROLLOUT, "a")
                .approved(ROLLOUT)
                .begun(ROLLOUT, "b")
                .gate(ROLLOUT, "b", true)
                .passed(ROLLOUT, "b")
                .granted(ROLLOUT, "b")
                .executing(ROLLOUT, "b")
                .held(ROLLOUT, "b", true)
                .marked(ROLLOUT, "b", RolloutScript.OPERATOR, RolloutScript.APPROVER)
                .released(ROLLOUT, "b")
                .begun(ROLLOUT, "c")
                .granted(ROLLOUT, "c")
                .executing(ROLLOUT, "c")
                .held(ROLLOUT, "c", true)
                .undone(ROLLOUT, "c")
                .lapsed(ROLLOUT, "d", "plan")
                .withdrawn(ROLLOUT, RolloutScript.APPROVER)
                .aborted(ROLLOUT);

        String text = text(ReportDocument.of(report(script)));

        assertThat(text)
                .contains("ABORTED. NOT proved: the rules were violated once.")
                .contains("VIOLATION c attempt 1")
                .contains("GLASS BROKEN GLASS BROKEN for a by olga and arne")
                .contains("done, but not seen b attempt 1 was not observed")
                .contains("ended early by olga: changed our minds")
                .contains("approvals lapsed of plan, when it was the turn of d: closed for long")
                .contains("approval withdrawn by arne: seen more")
                .contains("did not have its effect c attempt 1")
                .contains("undone c: taken back, as olga decided: wrong")
                .contains("held, and decided upon c, by olga: UNDO: wrong");
    }

    @Test
    void waivedRequirementsStandOut() {
        ClusterId cluster = RolloutScript.CLUSTER;
        RequirementResult waived = new RequirementResult(
                "NODE-TS-01",
                Stage.PLAN,
                "node N1",
                Verdict.WAIVED,
                Verdict.FAIL,
                Severity.RECOMMENDED,
                "title",
                "message",
                List.of(),
                "source",
                "remedy");
        RolloutScript script = plain().add(new GateAnswered(
                cluster,
                new UUID(9, 9),
                ROLLOUT,
                "b",
                new InventoryVersions(1, 1),
                "1",
                "c".repeat(64),
                RolloutScript.START,
                true,
                List.of(waived)));

        assertThat(text(ReportDocument.of(report(script)))).contains("requirements waived b: NODE-TS-01 on node N1");
    }

    @Test
    void aLongRolloutTakesPagesWithNumbersAndHeads() throws IOException {
        String[] steps = new String[190];
        for (int i = 0; i < steps.length; i++) {
            steps[i] = "install-node-%03d".formatted(i + 1);
        }
        RolloutScript script =
                new RolloutScript().requested(ROLLOUT, steps).approved(ROLLOUT).started(ROLLOUT);
        for (String step : steps) {
            script.gatedStep(ROLLOUT, step);
        }
        byte[] document = ReportDocument.of(report(script.finished(ROLLOUT)));
        int pages = pages(document);
        String text = text(document);

        assertThat(pages).isBetween(8, 60);
        assertThat(text).contains("page 1 of " + pages, "page %d of %d".formatted(pages, pages));
        assertThat(text.split("how it stands gate and facts", -1)).hasSizeGreaterThan(pages - 3);
        for (String step : steps) {
            assertThat(text).contains(step);
        }
    }

    @Test
    void hostileTextIsDrawnAsTextAndBreaksNothing() {
        RolloutScript script = new RolloutScript()
                .requested(ROLLOUT, HOSTILE)
                .approvedBy(ROLLOUT, RolloutScript.authority(HOSTILE, "approver"), HOSTILE, Duration.ofHours(1))
                .attested(ROLLOUT, HOSTILE, RolloutScript.authority(HOSTILE, "operator"))
                .held(ROLLOUT, HOSTILE, true);

        String text = text(ReportDocument.of(report(script)));

        assertThat(text)
                .contains("(evil) Tj ET \\) >> endobj %%EOF <script>")
                .contains("‹U+0000›", "‹U+0007›", "‹U+202E›", "‹U+200B›", "‹U+1F600›", "‹U+FFFE›")
                .contains("characters more, which the entry has")
                .doesNotContain("\u202e");
    }

    @Test
    void lettersOfManyLanguagesAreDrawnOrNamed() {
        RolloutScript script = new RolloutScript()
                .requested(ROLLOUT, "a")
                .approvedBy(
                        ROLLOUT,
                        RolloutScript.authority("Žofie Łęcka-Größe Ελένη Дмитрий", "approver"),
                        "hash",
                        Duration.ofHours(1))
                .attested(ROLLOUT, "a", RolloutScript.authority("李明 שרה e\u0301", "operator"));
        assertThat(text(ReportDocument.of(report(script))))
                .contains("Žofie Łęcka-Größe Ελένη Дмитрий")
                .contains("‹U+674E›‹U+660E› ‹U+05E9›‹U+05E8›‹U+05D4› é");
    }
}
