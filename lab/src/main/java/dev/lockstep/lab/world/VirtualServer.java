package dev.lockstep.lab.world;

/**
 * An Exchange virtual server of a cluster.
 *
 * @param group the group it lives in
 * @param serverName its server name
 * @param build the build of its data
 * @param damaged whether an upgrade of it stopped in the middle: it starts nowhere until it is upgraded
 */
public record VirtualServer(String group, String serverName, String build, boolean damaged) implements Named {
    /** A server that is not damaged. */
    public static VirtualServer whole(String group, String serverName, String build) {
        return new VirtualServer(group, serverName, build, false);
    }

    /** The same server, whole, with data of another build. */
    public VirtualServer withBuild(String changed) {
        return whole(group, serverName, changed);
    }

    /** The same server after an upgrade that stopped in the middle. */
    public VirtualServer inPieces() {
        return new VirtualServer(group, serverName, build, true);
    }

    @Override
    public String name() {
        return group;
    }
}
