package dev.lockstep.access;

import org.jspecify.annotations.Nullable;

/**
 * A request that would change state or reads the history, and what was decided about it.
 *
 * @param policy the policy's name, or null when the endpoint declares none
 * @param method the HTTP method
 * @param path the request's path
 * @param principal who asked, or null when nobody proved who they are
 * @param target what it acts on, or null when the decision fell before that was known
 * @param decision what was decided, or null when nobody proved who they are
 */
public record DecidedRequest(
        @Nullable String policy,
        String method,
        String path,
        @Nullable Principal principal,
        @Nullable Target target,
        @Nullable AccessDecision decision) {}
