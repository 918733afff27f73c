package dev.lockstep.access;

/** Why a token that was presented counts for nothing. */
public enum TokenRefusal {
    /** Its time is over. */
    EXPIRED("expired"),
    /** It was issued for something else. */
    WRONG_AUDIENCE("wrong-audience"),
    /** Somebody else issued it. */
    WRONG_ISSUER("wrong-issuer"),
    /** Its signature is not that of a key of the realm. */
    FORGED("forged"),
    /** It is no token, or one that names nobody. */
    UNREADABLE("unreadable");

    private final String code;

    TokenRefusal(String code) {
        this.code = code;
    }

    /** The reason's name in events. */
    public String code() {
        return code;
    }
}
