package dev.lockstep.requirements;

import dev.lockstep.requirements.expression.Subject;

/** Which recommendations somebody with the authority has waived. */
@FunctionalInterface
public interface Waivers {

    /** Whether a recommendation is waived for a subject now. Never asked for requirements that cannot be waived. */
    boolean waived(String requirement, Subject subject);

    /** Nothing is waived. */
    static Waivers none() {
        return (requirement, subject) -> false;
    }
}
