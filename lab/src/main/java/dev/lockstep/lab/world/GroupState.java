package dev.lockstep.lab.world;

/** The states of a resource group and their words in listings. */
public enum GroupState {
    ONLINE("Online"),
    OFFLINE("Offline"),
    FAILED("Failed"),
    PARTIALLY_ONLINE("Partially Online"),
    PENDING("Pending");

    private final String words;

    GroupState(String words) {
        this.words = words;
    }

    public String words() {
        return words;
    }
}
