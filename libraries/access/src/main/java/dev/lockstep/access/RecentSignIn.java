package dev.lockstep.access;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What sensitive acts ask of the sign-in behind a token. A token that does not tell when the person signed in does not satisfy it.
 *
 * @param maxAge how long ago the person may have signed in
 * @param authenticationClasses any one of which the token must name; any sign-in will do when empty
 * @param issuedAtCounts whether the moment of issue counts where a token tells no other. Only for demos: their password sign-in leaves the
 *     moment out, and a token that was merely refreshed then counts as a new sign-in
 */
public record RecentSignIn(Duration maxAge, List<String> authenticationClasses, boolean issuedAtCounts) {

    /** How far the clocks of the identity provider and of a service may be apart. */
    private static final Duration CLOCK_SKEW = Duration.ofMinutes(1);

    public RecentSignIn {
        authenticationClasses = List.copyOf(authenticationClasses);
        if (maxAge.isNegative() || maxAge.isZero()) {
            throw new IllegalArgumentException("a sign-in is never newer than now: " + maxAge);
        }
    }

    /** Whether the account may go on to a sensitive act. */
    public boolean isSatisfiedBy(Principal principal, Instant now) {
        Instant signedIn = signedInAt(principal);
        return signedIn != null
                && !signedIn.isAfter(now.plus(CLOCK_SKEW))
                && !signedIn.plus(maxAge).isBefore(now)
                && (authenticationClasses.isEmpty()
                        || (principal.authenticationClass() != null
                                && authenticationClasses.contains(principal.authenticationClass())));
    }

    private @Nullable Instant signedInAt(Principal principal) {
        return principal.authenticatedAt() == null && issuedAtCounts
                ? principal.issuedAt()
                : principal.authenticatedAt();
    }

    /** The challenge of RFC 9470, as the value of a {@code WWW-Authenticate} header. */
    public String challenge() {
        String classes = authenticationClasses.isEmpty()
                ? ""
                : ", acr_values=\"%s\"".formatted(String.join(" ", authenticationClasses));
        return "Bearer error=\"insufficient_user_authentication\", error_description=\"A more recent sign-in is needed\","
                + " max_age=\"%d\"%s".formatted(maxAge.toSeconds(), classes);
    }
}
