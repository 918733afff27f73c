package dev.lockstep.inventory.facts;

import dev.lockstep.service.http.InvalidRequestException;
import dev.lockstep.service.http.Mistake;
import org.jspecify.annotations.Nullable;

/** The reasons that requests give. */
final class Reasons {

    private static final int LONGEST = 2_000;

    private Reasons() {}

    /**
     * The reason, 1 to 2,000 characters.
     *
     * @param what that has a reason, for example {@code a change of facts}
     * @throws InvalidRequestException when there is none, or it is longer
     */
    static String required(@Nullable String reason, String what, String remedy) {
        if (reason == null || reason.isBlank() || reason.length() > LONGEST) {
            throw new InvalidRequestException(
                    new Mistake("/reason", what + " has a reason of 1 to 2,000 characters", remedy));
        }
        return reason.strip();
    }
}
