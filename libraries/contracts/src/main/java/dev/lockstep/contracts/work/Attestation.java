package dev.lockstep.contracts.work;

import dev.lockstep.contracts.PersonText;

/**
 * What a person says about attended work. It is believed only when observation agrees.
 *
 * @param attempt the attempt that was carried out
 * @param outcome whether it was done
 * @param evidence what shows it: text, or the name and SHA-256 of a file; 1 to 10,000 characters
 */
public record Attestation(
        int attempt, Outcome outcome, @PersonText String evidence) {

    /** What the person says happened. */
    public enum Outcome {
        DONE,
        NOT_DONE
    }
}
