package dev.lockstep.access;

/** Hears of every decision on a request that would change state or reads the history, refusals included. */
@FunctionalInterface
public interface DecisionListener {

    void decided(DecidedRequest request);
}
