package dev.lockstep.cli.api;

import java.time.Duration;

/** The tokens of one account. */
@FunctionalInterface
public interface Credentials {

    /** An access token that is valid now. */
    String accessToken();

    /**
     * Has the person sign in again, because an act asks for a recent sign-in (RFC 9470).
     *
     * @return whether they did; when not, the refusal stands
     */
    default boolean signInAgain(Challenge challenge) {
        return false;
    }

    /**
     * What the act asks for.
     *
     * @param maxAge how long ago the sign-in may have been
     * @param authenticationClasses the {@code acr} values that will do, separated by spaces; empty for any
     */
    record Challenge(Duration maxAge, String authenticationClasses) {}
}
