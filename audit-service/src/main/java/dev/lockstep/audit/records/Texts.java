package dev.lockstep.audit.records;

import dev.lockstep.service.http.InvalidRequestException;
import dev.lockstep.service.http.Mistake;
import org.jspecify.annotations.Nullable;

/** Texts of requests. */
final class Texts {

    private static final int LONGEST = 10_000;

    private Texts() {}

    /**
     * A member that has to be there.
     *
     * @throws InvalidRequestException when it is missing, empty or longer than 10,000 characters
     */
    static String required(String member, @Nullable String text) {
        if (text == null || text.isBlank()) {
            throw new InvalidRequestException(new Mistake("/" + member, "it is missing or empty", "give a value"));
        }
        if (text.length() > LONGEST) {
            throw new InvalidRequestException(
                    new Mistake("/" + member, "it is too long", "use at most %d characters".formatted(LONGEST)));
        }
        return text;
    }
}
