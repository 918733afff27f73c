package dev.lockstep.lab.world;

/** A domain controller, by its full name, and what it knows. */
public record DomainController(String name, String domain, Replica replica) implements Named {
    public DomainController withReplica(Replica changed) {
        return new DomainController(name, domain, changed);
    }
}
