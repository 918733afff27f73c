package dev.lockstep.cli.session;

import java.time.Instant;

/**
 * A signed-in account.
 *
 * @param name the account's name
 * @param accessToken presented to the services
 * @param accessExpiresAt until when it is valid
 * @param refreshToken exchanged for a new access token; empty when there is none
 */
record Account(String name, String accessToken, Instant accessExpiresAt, String refreshToken) {

    @Override
    public String toString() {
        return "Account[%s]".formatted(name);
    }
}
