package dev.lockstep.lab.world;

/** A network of a cluster. Role 1 internal only, 2 clients only, 3 both; priority 1 is the highest. */
public record Network(String name, int role, int priority) implements Named {
    public Network withRole(int changed) {
        return new Network(name, changed, priority);
    }

    public Network withPriority(int changed) {
        return new Network(name, role, changed);
    }
}
