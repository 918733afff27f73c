package dev.lockstep.audit.report;

import dev.lockstep.audit.history.RolloutHistory;
import dev.lockstep.audit.history.StepHistory;
import dev.lockstep.audit.report.Pages.Cell;
import dev.lockstep.audit.report.Pages.Ink;
import dev.lockstep.history.certificate.Certificate;
import dev.lockstep.history.certificate.CertificateWords;
import dev.lockstep.history.certificate.Execution;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What an auditor should not have to look for: everything that did not go the plain way, the worst first. */
final class ReportExceptions {

    /** Ends of an execution that leave nothing open. */
    private static final Set<Execution.How> PLAIN = Set.of(Execution.How.COMPLETED, Execution.How.MARKED_DONE);

    private final List<List<Cell>> rows = new ArrayList<>();

    private ReportExceptions() {}

    static List<List<Cell>> of(RolloutReport report) {
        ReportExceptions exceptions = new ReportExceptions();
        exceptions.proved(report.certificate());
        exceptions.ended(report.history());
        exceptions.approvals(report.history());
        exceptions.steps(report.history());
        exceptions.waived(report);
        return exceptions.rows;
    }

    private void add(Ink ink, String entry, String what, String told) {
        rows.add(List.of(Cell.of(entry), new Cell(ink, what), new Cell(ink, told)));
    }

    private void add(Ink ink, long entry, String what, String told) {
        add(ink, Long.toString(entry), what, told);
    }

    private void proved(Certificate certificate) {
        certificate.violations().forEach(violation -> add(Ink.BAD, "", "VIOLATION", CertificateWords.of(violation)));
        certificate
                .overrides()
                .forEach(override -> add(Ink.BAD, override.entry(), "GLASS BROKEN", CertificateWords.of(override)));
        certificate
                .markedDone()
                .forEach(mark -> add(Ink.WARN, mark.entry(), "done, but not seen", CertificateWords.of(mark)));
    }

    private void ended(RolloutHistory history) {
        history.decisions().stream()
                .filter(decision -> !decision.approved())
                .forEach(decision -> add(
                        Ink.BAD,
                        decision.entry(),
                        "plan rejected",
                        "by %s: %s".formatted(decision.by().name(), decision.words())));
        history.acts().stream()
                .filter(act -> act.kind() == RolloutHistory.Act.Kind.ABORTED)
                .forEach(act -> add(
                        Ink.WARN,
                        act.entry(),
                        "ended early",
                        "by %s: %s".formatted(act.by().name(), act.words())));
        history.acts().stream()
                .filter(act -> act.kind() == RolloutHistory.Act.Kind.PAUSED)
                .forEach(act -> add(
                        Ink.WARN,
                        act.entry(),
                        "paused",
                        "by %s: %s".formatted(act.by().name(), act.words())));
    }

    private void approvals(RolloutHistory history) {
        history.lapses()
                .forEach(lapse -> add(
                        Ink.WARN,
                        lapse.entry(),
                        "approvals lapsed",
                        "of %s, when it was the turn of %s: %s"
                                .formatted(String.join(", ", lapse.parts()), lapse.step(), lapse.reason())));
        history.acts().stream()
                .filter(act -> act.kind() == RolloutHistory.Act.Kind.APPROVAL_WITHDRAWN)
                .forEach(act -> add(
                        Ink.WARN,
                        act.entry(),
                        "approval withdrawn",
                        "by %s: %s".formatted(act.by().name(), act.words())));
        for (RolloutHistory.Decision decision : history.decisions()) {
            if (decision.asDeputy() != null) {
                add(
                        Ink.WARN,
                        decision.entry(),
                        "approved by a deputy",
                        "%s in place of %s"
                                .formatted(
                                        decision.by().name(),
                                        decision.asDeputy().lender().name()));
            }
            if (decision.carriedFrom() != null) {
                add(
                        Ink.WARN,
                        decision.entry(),
                        "approval taken over",
                        "by %s, from rollout %s".formatted(decision.by().name(), decision.carriedFrom()));
            }
        }
    }

    private void steps(RolloutHistory history) {
        for (StepHistory step : history.steps()) {
            if (step.status() == StepHistory.Status.HELD || step.status() == StepHistory.Status.UNDONE) {
                add(Ink.WARN, "", ReportDocument.words(step.status()), "%s: %s".formatted(step.step(), step.reason()));
            }
            for (Execution execution : step.executions()) {
                Execution.End end = execution.end();
                if (end == null) {
                    add(Ink.WARN, execution.startEntry(), "not ended", CertificateWords.of(execution));
                } else if (!PLAIN.contains(end.how())) {
                    add(Ink.WARN, end.entry(), "did not have its effect", CertificateWords.of(execution));
                }
            }
        }
        history.acts().stream()
                .filter(act -> act.kind() == RolloutHistory.Act.Kind.DECIDED)
                .forEach(act -> add(
                        Ink.WARN,
                        act.entry(),
                        "held, and decided upon",
                        "%s, by %s: %s".formatted(act.step(), act.by().name(), act.words())));
    }

    private void waived(RolloutReport report) {
        for (RolloutReport.Gate gate : report.gates()) {
            List<String> waived = gate.waived();
            if (!waived.isEmpty()) {
                add(
                        Ink.WARN,
                        gate.entry(),
                        "requirements waived",
                        "%s: %s"
                                .formatted(
                                        gate.answer().step().isEmpty()
                                                ? "the plan"
                                                : gate.answer().step(),
                                        String.join(", ", waived)));
            }
        }
    }
}
