package dev.lockstep.cli.audit;

import dev.lockstep.cli.terminal.Terminal;
import dev.lockstep.cli.terminal.Tone;
import dev.lockstep.history.certificate.Certificate;
import dev.lockstep.history.certificate.CertificateWords;
import dev.lockstep.history.certificate.Violation;

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
                            CertificateWords.of(step.execution()),
                            gate == null ? "none" : "in entry " + gate.answered(),
                            CertificateWords.approvals(step)));
        }
        for (Certificate.MarkedDone mark : certificate.markedDone()) {
            terminal.print(Tone.WARN, "  " + CertificateWords.of(mark));
        }
        for (Certificate.Overridden override : certificate.overrides()) {
            terminal.print(Tone.BAD, "  " + CertificateWords.of(override));
        }
        for (Certificate.Evidence evidence : certificate.evidence()) {
            terminal.print("  " + CertificateWords.of(evidence));
        }
        violations(certificate, terminal);
        if (certificate.held()) {
            terminal.print(Tone.GOOD, CertificateWords.verdict(certificate));
        }
    }

    static void violations(Certificate certificate, Terminal terminal) {
        for (Violation violation : certificate.violations()) {
            terminal.print(Tone.BAD, "Rollout %s: %s".formatted(certificate.rollout(), CertificateWords.of(violation)));
        }
    }
}
