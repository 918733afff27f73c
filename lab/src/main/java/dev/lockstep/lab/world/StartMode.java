package dev.lockstep.lab.world;

/** How a Windows service starts, with the numbers and words that sc prints and reads. */
public enum StartMode {
    AUTO(2, "AUTO_START", "auto"),
    MANUAL(3, "DEMAND_START", "demand"),
    DISABLED(4, "DISABLED", "disabled");

    private final int number;
    private final String shown;
    private final String argument;

    StartMode(int number, String shown, String argument) {
        this.number = number;
        this.shown = shown;
        this.argument = argument;
    }

    public int number() {
        return number;
    }

    /** The word in the answer of {@code sc qc}. */
    public String shown() {
        return shown;
    }

    /** The word that {@code sc config start=} takes. */
    public String argument() {
        return argument;
    }
}
