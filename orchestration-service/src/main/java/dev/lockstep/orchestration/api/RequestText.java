package dev.lockstep.orchestration.api;

import dev.lockstep.service.http.InvalidRequestException;
import dev.lockstep.service.http.Mistake;
import org.jspecify.annotations.Nullable;

/** People's words in requests: present where they must be, and of a bounded length. */
final class RequestText {

    private static final int LONGEST = 10_000;

    private RequestText() {}

    /** The text of a member that may not be empty. */
    static String required(String member, @Nullable String text) {
        if (text == null || text.isBlank()) {
            throw missing(member);
        }
        return checked(member, text);
    }

    /** The text of a member; an empty one when it is absent. */
    static String checked(String member, @Nullable String text) {
        if (text == null) {
            return "";
        }
        if (text.length() > LONGEST) {
            throw new InvalidRequestException(
                    new Mistake("/" + member, "it is too long", "use at most %d characters".formatted(LONGEST)));
        }
        return text;
    }

    /** The text of a member that may be absent; null when it is, or is empty. */
    static @Nullable String optional(String member, @Nullable String text) {
        return text == null || text.isBlank() ? null : checked(member, text);
    }

    static InvalidRequestException missing(String member) {
        return new InvalidRequestException(new Mistake("/" + member, "it is missing or empty", "give a value"));
    }
}
