package dev.lockstep.contracts.work;

import java.time.Duration;

/**
 * A runner asks for work.
 *
 * @param runner the runner's own name
 * @param site the site it serves; its account must hold that scope
 * @param patience how long the answer may be held back while there is none; at most 30 seconds
 */
public record LeaseRequest(String runner, String site, Duration patience) {}
