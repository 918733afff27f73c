package dev.lockstep.service.http;

import dev.lockstep.eventsourcing.EventIds;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Which command a request gives, so that a repeated request is known as such and another one is not taken for it. */
final class CommandIds {

    private CommandIds() {}

    /**
     * The id of a request's command. A client's key means something only together with who sent it and what it was sent for: the same
     * key for another act, or from another account, is another command.
     *
     * @param key the client's {@code Idempotency-Key}, or null for a request that is not meant to be repeated
     * @param subject the account's stable id
     * @param act method and path of the request
     * @throws InvalidRequestException when the key is no UUID: the client would rely on what it does not get
     */
    static UUID of(@Nullable String key, String subject, String act) {
        if (key == null) {
            return UUID.randomUUID();
        }
        UUID id = CorrelationFilter.uuid(key);
        if (id == null) {
            throw new InvalidRequestException(new Mistake(
                    RequestContext.IDEMPOTENCY_KEY,
                    "this is no UUID",
                    "send a random UUID, and the same one only when you repeat the same request"));
        }
        return EventIds.derive(id, subject + " " + act);
    }
}
