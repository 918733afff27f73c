package dev.lockstep.access;

/** Hears of every token that was presented and refused, never of what was in it. */
@FunctionalInterface
public interface RefusedTokenListener {

    /**
     * A token was refused; called while the request is answered, so this returns at once.
     *
     * @param source the address that it came from
     */
    void refused(String source, TokenRefusal why);
}
