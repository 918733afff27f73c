package dev.lockstep.lab.world;

/** The states of a cluster resource (catalogue §3.2) and their words in listings. */
public enum ResourceState {
    ONLINE("Online"),
    OFFLINE("Offline"),
    FAILED("Failed"),
    ONLINE_PENDING("Online Pending"),
    OFFLINE_PENDING("Offline Pending");

    private final String words;

    ResourceState(String words) {
        this.words = words;
    }

    public String words() {
        return words;
    }

    /** Whether the resource is on its way from one state to another. */
    public boolean pending() {
        return this == ONLINE_PENDING || this == OFFLINE_PENDING;
    }

    /** Whether the resource neither works nor is on its way. */
    public boolean down() {
        return this == OFFLINE || this == FAILED;
    }
}
