package dev.lockstep.history.certificate;

import dev.lockstep.contracts.work.AttestedFile;
import java.util.stream.Collectors;

/** What a certificate says, in sentences for people. */
public final class CertificateWords {

    private CertificateWords() {}

    /** The certificate as a whole; what violated the rules is said apart from it. */
    public static String verdict(Certificate certificate) {
        if (!certificate.held()) {
            int violations = certificate.violations().size();
            return "NOT proved: the rules were violated %s."
                    .formatted(violations == 1 ? "once" : violations + " times");
        }
        return (certificate.outcome() == Certificate.Outcome.OPEN ? "Proved so far, the rollout is not over" : "Proved")
                + ": one step at a time, each with a passing gate, an approval by somebody else"
                + (certificate.overrides().isEmpty() ? "" : " or, as named above, glass broken by two persons,")
                + " and the highest token.";
    }

    /** One execution and its places in the log. */
    public static String of(Execution execution) {
        Execution.End end = execution.end();
        return "%s attempt %d, entries %d to %s"
                .formatted(
                        execution.step(),
                        execution.attempt(),
                        execution.startEntry(),
                        end == null ? "…" : end.entry() + " (" + end.how() + ")");
    }

    /** All approvals that a step rested on. */
    public static String approvals(Certificate.Step step) {
        return step.approvals().isEmpty()
                ? "by nobody"
                : step.approvals().stream().map(CertificateWords::of).collect(Collectors.joining(" and "));
    }

    private static String of(Certificate.ApprovedBy approval) {
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

    /** A step that counts as done unobserved. */
    public static String of(Certificate.MarkedDone mark) {
        return "%s attempt %d was not observed: marked done by %s, confirmed by %s in entry %d; %s"
                .formatted(
                        mark.step(),
                        mark.attempt(),
                        mark.proposedBy().name(),
                        mark.confirmedBy().name(),
                        mark.entry(),
                        mark.reason());
    }

    /** A step that went on without its approvals. */
    public static String of(Certificate.Overridden override) {
        return "GLASS BROKEN for %s by %s and %s in entry %d: %s; it lacked: %s"
                .formatted(
                        override.step(),
                        override.proposedBy().name(),
                        override.confirmedBy().name(),
                        override.entry(),
                        override.reason(),
                        String.join("; ", override.missing()));
    }

    /** The files that show how attended work went. */
    public static String of(Certificate.Evidence evidence) {
        return "%s attempt %d, attested %s by %s in entry %d with the files %s"
                .formatted(
                        evidence.step(),
                        evidence.attempt(),
                        evidence.outcome(),
                        evidence.attestedBy().name(),
                        evidence.entry(),
                        evidence.files().stream().map(AttestedFile::inWords).collect(Collectors.joining(", ")));
    }

    /** What violated the rules. */
    public static String of(Violation violation) {
        return switch (violation) {
            case Violation.Overlap(Execution first, Execution second) ->
                "two steps at a time: %s of rollout %s and %s of rollout %s"
                        .formatted(of(first), first.rollout(), of(second), second.rollout());
            case Violation.WithoutLock(Execution execution) -> "no lock was held by " + of(execution);
            case Violation.TokenNotHighest(Execution execution, var lock, long highest) ->
                "the token %d of %s was not the highest (%d), held by %s"
                        .formatted(lock.fencingToken(), lock.resource(), highest, of(execution));
            case Violation.LocksMissing(Execution execution, var missing) ->
                "the locks %s were not held by %s".formatted(missing, of(execution));
            case Violation.NotPlanned(Execution execution) ->
                "the plan has no step that changes state like " + of(execution);
            case Violation.WithoutGate(Execution execution, String why) -> "%s: %s".formatted(of(execution), why);
            case Violation.WithoutApproval(Execution execution, String why) ->
                "no approval counted for %s: %s".formatted(of(execution), why);
            case Violation.WithoutSecondPerson(Certificate.MarkedDone mark, String why) ->
                "%s: %s".formatted(of(mark), why);
            case Violation.ApprovedWithoutGate(var _, long entry, String why) ->
                "the gate of the approvals in entry %d was not open: %s".formatted(entry, why);
            case Violation.ApprovedWithoutMandate(var _, long entry, String why) ->
                "the arrangement does not bear out the deputy's approval in entry %d: %s".formatted(entry, why);
            case Violation.WhilePaused(Execution execution, long paused) ->
                "the rollout was paused in entry %d: %s".formatted(paused, of(execution));
            case Violation.OutsideRollout(Execution execution) -> "no rollout was under way: " + of(execution);
        };
    }
}
