package dev.lockstep.contracts.work;

import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A runner asks for work.
 *
 * @param runner the runner's own name
 * @param site the site it serves; its account must hold that scope
 * @param patience how long the answer may be held back while there is none; at most 30 seconds
 * @param request the request's own id: repeated under the same id because no answer came, it gets the task that it was granted, if it
 *     was; null for a runner that does not repeat requests
 */
public record LeaseRequest(
        String runner,
        String site,
        Duration patience,
        @Nullable UUID request) {}
