package dev.lockstep.cli.audit;

import dev.lockstep.cli.terminal.Terminal;
import dev.lockstep.cli.terminal.Tone;
import dev.lockstep.history.certificate.Certificate;
import dev.lockstep.history.certificate.Execution;
import dev.lockstep.history.certificate.Violation;
import java.util.stream.Collectors;

/** Certificates for people. */
final class CertificateText {

    private CertificateText() {}

    static void print(Certificate certificate, Terminal terminal) {
        terminal.print("Rollout %s on %s, from the first %,d entries: %s"
                .formatted(certificate.rollout(), certificate.cluster(), certificate.entries(), certificate.outcome()));
        for (Certificate.Step step : certificate.steps()) {
            Certificate.Gate gate = step.gate();
            terminal.print("  %s; gate %s; approved %s"
                    .formatted(
                            execution(step.execution()),
                            gate == null ? "none" : "in entry " + gate.answered(),
                            step.approvals().isEmpty()
                                    ? "by nobody"
                                    : step.approvals().stream()
                                            .map(CertificateText::approval)
                                            .collect(Collectors.joining(" and "))));
        }
        for (Certificate.MarkedDone mark : certificate.markedDone()) {
            terminal.print(Tone.WARN, "  " + sentence(mark));
        }
        for (Certificate.Overridden override : certificate.overrides()) {
            terminal.print(
                    Tone.BAD,
                    "  GLASS BROKEN for %s by %s and %s in entry %d: %s; it lacked: %s"
                            .formatted(
                                    override.step(),
                                    override.proposedBy().name(),
                                    override.confirmedBy().name(),
                                    override.entry(),
                                    override.reason(),
                                    String.join("; ", override.missing())));
        }
        violations(certificate, terminal);
        if (certificate.held()) {
            terminal.print(
                    Tone.GOOD,
                    (certificate.outcome() == Certificate.Outcome.OPEN
                                    ? "Proved so far, the rollout is not over"
                                    : "Proved")
                            + ": one step at a time, each with a passing gate, an approval by somebody else"
                            + (certificate.overrides().isEmpty()
                                    ? ""
                                    : " or, as named above, glass broken by two persons,")
                            + " and the highest token.");
        }
    }

    static void violations(Certificate certificate, Terminal terminal) {
        for (Violation violation : certificate.violations()) {
            terminal.print(Tone.BAD, "Rollout %s: %s".formatted(certificate.rollout(), sentence(violation)));
        }
    }

    private static String approval(Certificate.ApprovedBy approval) {
        Certificate.InPlaceOf deputy = approval.inPlaceOf();
        String name = approval.by().name();
        return deputy == null
                ? "by %s in entry %d".formatted(name, approval.entry())
                : "by %s in entry %d as deputy of %s, to which %s agreed in entry %d"
                        .formatted(
                                name,
                                approval.entry(),
                                deputy.lender().name(),
                                deputy.agreedBy().name(),
                                deputy.agreed());
    }

    private static String sentence(Certificate.MarkedDone mark) {
        return "%s attempt %d was not observed: marked done by %s, confirmed by %s in entry %d; %s"
                .formatted(
                        mark.step(),
                        mark.attempt(),
                        mark.proposedBy().name(),
                        mark.confirmedBy().name(),
                        mark.entry(),
                        mark.reason());
    }

    static String execution(Execution execution) {
        Execution.End end = execution.end();
        return "%s attempt %d, entries %d to %s"
                .formatted(
                        execution.step(),
                        execution.attempt(),
                        execution.startEntry(),
                        end == null ? "…" : end.entry() + " (" + end.how() + ")");
    }

    private static String sentence(Violation violation) {
        return switch (violation) {
            case Violation.Overlap(Execution first, Execution second) ->
                "two steps at a time: %s of rollout %s and %s of rollout %s"
                        .formatted(execution(first), first.rollout(), execution(second), second.rollout());
            case Violation.WithoutLock(Execution execution) -> "no lock was held by " + execution(execution);
            case Violation.TokenNotHighest(Execution execution, var lock, long highest) ->
                "the token %d of %s was not the highest (%d), held by %s"
                        .formatted(lock.fencingToken(), lock.resource(), highest, execution(execution));
            case Violation.LocksMissing(Execution execution, var missing) ->
                "the locks %s were not held by %s".formatted(missing, execution(execution));
            case Violation.NotPlanned(Execution execution) ->
                "the plan has no step that changes state like " + execution(execution);
            case Violation.WithoutGate(Execution execution, String why) ->
                "%s: %s".formatted(execution(execution), why);
            case Violation.WithoutApproval(Execution execution, String why) ->
                "no approval counted for %s: %s".formatted(execution(execution), why);
            case Violation.WithoutSecondPerson(Certificate.MarkedDone mark, String why) ->
                "%s: %s".formatted(sentence(mark), why);
            case Violation.ApprovedWithoutGate(var _, long entry, String why) ->
                "the gate of the approvals in entry %d was not open: %s".formatted(entry, why);
            case Violation.ApprovedWithoutMandate(var _, long entry, String why) ->
                "the arrangement does not bear out the deputy's approval in entry %d: %s".formatted(entry, why);
            case Violation.OutsideRollout(Execution execution) -> "no rollout was under way: " + execution(execution);
        };
    }
}
