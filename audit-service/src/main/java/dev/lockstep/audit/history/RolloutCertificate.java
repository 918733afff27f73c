package dev.lockstep.audit.history;

import dev.lockstep.history.certificate.Certificate;
import dev.lockstep.history.certificate.CertificateReplay;
import dev.lockstep.history.certificate.Violation;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Keeps the certificate of one rollout out of a replay. */
final class RolloutCertificate implements CertificateReplay.Issue {

    private final UUID rollout;
    private @Nullable Certificate certificate;

    RolloutCertificate(UUID rollout) {
        this.rollout = rollout;
    }

    Optional<Certificate> certificate() {
        return Optional.ofNullable(certificate);
    }

    @Override
    public void certificate(Certificate issued) {
        if (issued.rollout().equals(rollout)) {
            certificate = issued;
        }
    }

    @Override
    public void outside(Violation.OutsideRollout violation) {
        // It is in no rollout's certificate; verifying a bundle names it.
    }
}
