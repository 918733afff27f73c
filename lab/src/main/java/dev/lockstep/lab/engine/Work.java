package dev.lockstep.lab.engine;

/** Kinds of work and how long they take, in simulated seconds. */
public enum Work {
    DISK_ONLINE(4),
    ADDRESS_ONLINE(4),
    NAME_ONLINE(15),
    MSDTC_ONLINE(12),
    EXCHANGE_ONLINE(25),
    OTHER_ONLINE(5),
    RESOURCE_OFFLINE(3),
    EXCHANGE_OFFLINE(10),
    SERVICE_START(4),
    SERVICE_STOP(3),
    RESTART(180),
    JOIN(30),
    COMPONENTS(90),
    /** Setup on a node until its files are copied. */
    SETUP_COPYING(600),
    /** Setup on a node from then on. */
    SETUP_REGISTERING(300),
    /** How long the cluster service is away in the middle of Setup. */
    CLUSTER_SERVICE_RECYCLE(60),
    FOREST_PREPARATION(600),
    DOMAIN_PREPARATION(120),
    SCHEMA_REPLICATION(300),
    DIRECTORY_REPLICATION(15),
    SYSTEM_ATTENDANT(60),
    VIRTUAL_SERVER_UPGRADE(240);

    private final int seconds;

    Work(int seconds) {
        this.seconds = seconds;
    }

    public int seconds() {
        return seconds;
    }
}
