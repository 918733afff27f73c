package dev.lockstep.requirements;

import dev.lockstep.requirements.expression.Subject;
import java.time.Instant;
import java.util.Optional;

/** Which recommendations somebody with the authority has waived, at the instant of the evaluation. */
@FunctionalInterface
public interface Waivers {

    /** The waiver of a recommendation for a subject, if it is waived now. Never asked for requirements that cannot be waived. */
    Optional<Waiver> waiver(String requirement, Subject subject);

    /** Nothing is waived. */
    static Waivers none() {
        return (requirement, subject) -> Optional.empty();
    }

    /**
     * A waiver that bites.
     *
     * @param approvedBy who approved it
     * @param expiresAt from when on it counts no more
     * @param reason why
     */
    record Waiver(String approvedBy, Instant expiresAt, String reason) {

        /** Who waived it until when, and why. */
        public String sentence() {
            return "Waived by %s until %s: %s".formatted(approvedBy, expiresAt, reason);
        }
    }
}
