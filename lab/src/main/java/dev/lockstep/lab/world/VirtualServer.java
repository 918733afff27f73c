package dev.lockstep.lab.world;

/** An Exchange virtual server of a cluster: the group it lives in, its server name and the build of its data. */
public record VirtualServer(String group, String serverName, String build) implements Named {
    @Override
    public String name() {
        return group;
    }
}
