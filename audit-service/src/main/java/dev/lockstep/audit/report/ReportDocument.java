package dev.lockstep.audit.report;

import dev.lockstep.audit.history.RolloutHistory;
import dev.lockstep.audit.history.StepHistory;
import dev.lockstep.audit.report.Pages.Cell;
import dev.lockstep.audit.report.Pages.Column;
import dev.lockstep.audit.report.Pages.Ink;
import dev.lockstep.contracts.Verdict;
import dev.lockstep.history.certificate.Certificate;
import dev.lockstep.history.certificate.CertificateWords;
import dev.lockstep.history.certificate.Execution;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A report as a document: the verdict first, then what stands out, who decided, every step, and how to check it. */
final class ReportDocument {

    private static final List<Column> OF_FACTS = List.of(new Column("", 0.16f), new Column("", 0.84f));
    private static final List<Column> OF_EXCEPTIONS =
            List.of(new Column("entry", 0.08f), new Column("what", 0.2f), new Column("told", 0.72f));
    private static final List<Column> OF_DECISIONS = List.of(
            new Column("entry", 0.06f),
            new Column("when (UTC)", 0.13f),
            new Column("who", 0.1f),
            new Column("with what authority", 0.3f),
            new Column("what", 0.41f));
    private static final List<Column> OF_STEPS = List.of(
            new Column("", 0.03f),
            new Column("step", 0.2f),
            new Column("how it stands", 0.16f),
            new Column("gate and facts", 0.24f),
            new Column("approved", 0.14f),
            new Column("carried out", 0.23f));

    private final RolloutReport report;
    private final RolloutHistory history;
    private final Certificate certificate;
    private final Pages pages;

    private ReportDocument(RolloutReport report, Pages pages) {
        this.report = report;
        this.history = report.history();
        this.certificate = report.certificate();
        this.pages = pages;
    }

    /** The document without its seal; the same for the same report. */
    static byte[] of(RolloutReport report) {
        try (Pages pages = new Pages()) {
            return new ReportDocument(report, pages).write();
        } catch (IOException inMemory) {
            throw new UncheckedIOException(inMemory);
        }
    }

    private byte[] write() throws IOException {
        String title = "Report on the rollout %s of cluster %s".formatted(history.rollout(), history.cluster());
        pages.title(title);
        pages.statement(
                certificate.held() ? Ink.GOOD : Ink.BAD,
                "%s. %s".formatted(history.outcome(), CertificateWords.verdict(certificate)));
        pages.table(OF_FACTS, facts());
        pages.heading("What stands out");
        List<List<Cell>> exceptions = ReportExceptions.of(report);
        if (exceptions.isEmpty()) {
            pages.paragraph(
                    Ink.GOOD,
                    "Nothing: no rule was violated, no glass broken, nothing waived or marked as done without having"
                            + " been seen, nothing held, taken back or carried out twice, no approval withdrawn, lapsed,"
                            + " lent or taken over.");
        }
        pages.table(OF_EXCEPTIONS, exceptions);
        pages.heading("Who decided, and with what authority at that moment");
        pages.table(OF_DECISIONS, ReportDecisions.of(history));
        pages.heading("Every step of the plan, in its order");
        pages.table(OF_STEPS, steps());
        check();
        return pages.finish(
                title,
                "Rollout %s · follows from the first %,d entries of the log %s"
                        .formatted(
                                history.rollout(),
                                report.state().size(),
                                report.state().origin()),
                history.outcomeAt());
    }

    private static List<Cell> fact(String name, @Nullable Object value) {
        return List.of(
                new Cell(Ink.FAINT, name),
                Cell.of(value == null || value.toString().isEmpty() ? "–" : value.toString()));
    }

    private List<List<Cell>> facts() {
        RolloutHistory.Request request = history.request();
        Map<StepHistory.Status, Long> counts = history.steps().stream()
                .collect(Collectors.groupingBy(StepHistory::status, TreeMap::new, Collectors.counting()));
        return List.of(
                fact("rollout", history.rollout()),
                fact("cluster, site", history.cluster() + ", " + request.site()),
                fact("what for", "%s, to build %s".formatted(request.scenario(), request.targetBuild())),
                fact("plan (SHA-256)", request.planHash()),
                fact("asked for by", "%s at %s".formatted(request.by().name(), request.at())),
                fact("carries attended steps out", request.operator()),
                fact("how it stands", "%s since %s".formatted(history.outcome(), history.outcomeAt())),
                fact(
                        "steps",
                        "%d planned: %s"
                                .formatted(
                                        history.steps().size(),
                                        counts.entrySet().stream()
                                                .map(count -> count.getValue() + " " + words(count.getKey()))
                                                .collect(Collectors.joining(", ")))),
                fact(
                        "one at a time",
                        "%d executions on the cluster were looked at, those of other rollouts included; %d violations"
                                .formatted(
                                        history.oneAtATime().executionsOfCluster(),
                                        history.oneAtATime().violations().size())),
                fact("log", report.state().origin()),
                fact(
                        "follows from",
                        "its first %,d entries".formatted(report.state().size())),
                fact("root of their tree", report.state().root().toBase64()));
    }

    private List<List<Cell>> steps() {
        List<List<Cell>> rows = new ArrayList<>();
        for (StepHistory step : history.steps()) {
            rows.add(List.of(
                    new Cell(Ink.FAINT, Integer.toString(rows.size() + 1)),
                    Cell.of(step.step().equals(step.title()) ? step.step() : step.step() + "\n" + step.title()),
                    new Cell(ink(step.status()), standing(step)),
                    Cell.of(step.gates().stream()
                            .map(gate ->
                                    report.gate(gate).map(ReportDocument::gate).orElse("gate without an answer"))
                            .collect(Collectors.joining("\n"))),
                    new Cell(
                            certified(step).anyMatch(each -> each.approvals().isEmpty()) ? Ink.BAD : Ink.PLAIN,
                            certified(step).map(CertificateWords::approvals).collect(Collectors.joining("\n"))),
                    Cell.of(step.executions().stream()
                            .map(ReportDocument::execution)
                            .collect(Collectors.joining("\n")))));
        }
        return rows;
    }

    private Stream<Certificate.Step> certified(StepHistory step) {
        return certificate.steps().stream()
                .filter(certified -> certified.execution().step().equals(step.step()));
    }

    static Ink ink(StepHistory.Status status) {
        return switch (status) {
            case COMPLETED -> Ink.GOOD;
            case SKIPPED, NOT_BEGUN -> Ink.FAINT;
            case BEGUN, WAITING, EXECUTING -> Ink.PLAIN;
            case HELD, MARKED_DONE, UNDONE -> Ink.WARN;
        };
    }

    private static String standing(StepHistory step) {
        StringBuilder text = new StringBuilder(words(step.status()));
        if (step.begunAt() != null) {
            text.append("\nbegun ").append(step.begunAt());
        }
        if (step.endedAt() != null) {
            text.append("\nended ").append(step.endedAt());
        }
        if (step.reason() != null) {
            text.append('\n').append(step.reason());
        }
        return text.toString();
    }

    private static String gate(RolloutReport.Gate gate) {
        List<String> counts = new ArrayList<>();
        for (Verdict verdict : Verdict.values()) {
            if (gate.count(verdict) > 0) {
                counts.add("%d %s".formatted(gate.count(verdict), words(verdict)));
            }
        }
        return "%s in entry %d at inventory %d of the organization, %d of the cluster%s; requirements %s"
                .formatted(
                        gate.answer().open() ? "open" : "CLOSED",
                        gate.entry(),
                        gate.answer().versions().organization(),
                        gate.answer().versions().cluster(),
                        counts.isEmpty() ? "" : ": " + String.join(", ", counts),
                        gate.answer().catalogueVersion());
    }

    private static String execution(Execution execution) {
        Execution.End end = execution.end();
        return "attempt %d by %s, entries %d to %s; %s"
                .formatted(
                        execution.attempt(),
                        words(execution.actor()),
                        execution.startEntry(),
                        end == null ? "…" : "%d (%s)".formatted(end.entry(), words(end.how())),
                        execution.locks().isEmpty()
                                ? "no lock"
                                : execution.locks().stream()
                                        .map(lock -> "%s (token %d)".formatted(lock.resource(), lock.fencingToken()))
                                        .collect(Collectors.joining(", ")));
    }

    private void check() throws IOException {
        pages.heading("How to check this report");
        String requirements = report.gates().stream()
                .map(gate ->
                        gate.answer().catalogueVersion() + " " + gate.answer().catalogueHash())
                .distinct()
                .collect(Collectors.joining(", "));
        for (String sentence : List.of(
                "This file ends in a seal: the SHA-256 of the document before it under the signature of the log. 'lockstep"
                        + " verify FILE --key FILE' checks it without a platform, with nothing but the log's public key,"
                        + " given by a way that the log does not control. A file that was printed, converted or saved"
                        + " again has no seal.",
                "Each entry that is told of here was shown to be in the tree of the state named above. Numbers of entries"
                        + " are places in the log: 'lockstep audit prove ENTRY --key FILE' proves one, and a whole export"
                        + " ('lockstep audit export', 'lockstep verify FOLDER') contains the certificate that the verdict"
                        + " above repeats, computed anew from all entries.",
                "‹U+…› stands for a character that is not drawn here, by its number in Unicode; the entry has it. Times are"
                        + " UTC, by the clocks of the services; the order is that of the entries.",
                "Requirements applied (version and SHA-256): " + (requirements.isEmpty() ? "none" : requirements)
                        + ".")) {
            pages.paragraph(Ink.PLAIN, sentence);
        }
    }

    static String words(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
