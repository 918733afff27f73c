package dev.lockstep.lab.world;

/** The states of a cluster node and their words in listings. */
public enum NodeState {
    UP("Up"),
    DOWN("Down"),
    PAUSED("Paused"),
    JOINING("Joining");

    private final String words;

    NodeState(String words) {
        this.words = words;
    }

    public String words() {
        return words;
    }

    /** Whether a node in this state can run resources. */
    public boolean active() {
        return this == UP || this == PAUSED;
    }
}
