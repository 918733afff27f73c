package dev.lockstep.orchestration.rollout;

/** Where a step stands. */
public enum Phase {
    /** Its turn came. */
    BEGUN(false),
    /** A runner looks at the real systems. */
    LOOKING(false),
    /** Inventory records what was seen. */
    RECORDING(false),
    /** Validation evaluates the requirements. */
    GATED(false),
    /** Something must change before it can go on; nothing was changed by it. */
    WAITING(false),
    /** Its requirements are met; locks come next. */
    ADMITTED(false),
    /** A runner's command or a person changes the state of real systems. */
    EXECUTING(true),
    /** The command ended, or the person said how it went; nobody has looked yet. */
    EXECUTED(true),
    /** A runner looks at what the step did. */
    CHECKING(true),
    /** Inventory records what was seen, and verification compares. */
    COMPARING(true),
    /** A runner's command takes the step back. */
    UNDOING(true),
    /** A runner looks whether the step's effect is gone, or is there to be taken back at all. */
    UNDO_CHECKING(true),
    /** Inventory records what was seen, and the undo's own verification compares. */
    UNDO_COMPARING(true),
    /** It stopped and waits for a person. */
    HELD(true),
    /** It had its effect, or needed none, or two persons answer for it. */
    DONE(false);

    private final boolean mayHaveChangedState;

    Phase(boolean mayHaveChangedState) {
        this.mayHaveChangedState = mayHaveChangedState;
    }

    /** Whether a step stays so for as long as its rollout is paused; in any other phase it comes to its end first. */
    boolean restsInPause() {
        return this == WAITING || this == HELD || this == DONE;
    }

    /** Whether the step is being taken back. */
    boolean takesBack() {
        return this == UNDOING || this == UNDO_CHECKING || this == UNDO_COMPARING;
    }

    /** Whether the step may have changed something that nobody has verified. */
    public boolean mayHaveChangedState() {
        return mayHaveChangedState;
    }
}
