package dev.lockstep.lab.world;

/** A Windows service installed on a node. */
public record Service(String name, StartMode startMode, ServiceState state) implements Named {
    public Service withState(ServiceState changed) {
        return new Service(name, startMode, changed);
    }

    public Service withStartMode(StartMode changed) {
        return new Service(name, changed, state);
    }
}
