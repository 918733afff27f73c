package dev.lockstep.access.http;

import dev.lockstep.access.TokenRefusal;
import org.jose4j.jwt.consumer.ErrorCodes;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.lang.UnresolvableKeyException;

/** What was wrong with a token, from the failure of its verification. */
final class TokenRefusals {

    private TokenRefusals() {}

    static TokenRefusal of(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnresolvableKeyException) {
                return TokenRefusal.FORGED;
            }
            if (cause instanceof InvalidJwtException invalid) {
                return of(invalid);
            }
        }
        return TokenRefusal.UNREADABLE;
    }

    /** What is not signed by the realm says nothing, so the signature comes first. */
    private static TokenRefusal of(InvalidJwtException invalid) {
        if (invalid.hasErrorCode(ErrorCodes.SIGNATURE_INVALID) || invalid.hasErrorCode(ErrorCodes.SIGNATURE_MISSING)) {
            return TokenRefusal.FORGED;
        }
        if (invalid.hasErrorCode(ErrorCodes.ISSUER_INVALID) || invalid.hasErrorCode(ErrorCodes.ISSUER_MISSING)) {
            return TokenRefusal.WRONG_ISSUER;
        }
        if (invalid.hasErrorCode(ErrorCodes.AUDIENCE_INVALID) || invalid.hasErrorCode(ErrorCodes.AUDIENCE_MISSING)) {
            return TokenRefusal.WRONG_AUDIENCE;
        }
        return invalid.hasErrorCode(ErrorCodes.EXPIRED) ? TokenRefusal.EXPIRED : TokenRefusal.UNREADABLE;
    }
}
