package dev.lockstep.contracts;

/** What a rollout sets out to do with a cluster. */
public enum Scenario {
    /** A new Exchange 2003 deployment on a cluster that has no Exchange yet. */
    NEW,
    /** A rolling upgrade of an Exchange 2000 cluster. */
    UPG,
    /** A migration from an Exchange 5.5 cluster. */
    MIG55,
    /** An organization that runs Exchange 2000 and Exchange 5.5 side by side. */
    MIX,
    /** A service pack on an Exchange 2003 cluster. */
    SP
}
