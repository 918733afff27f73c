package dev.lockstep.cli.terminal;

/** The exit codes of every command; scripts may rely on them. */
public final class ExitCode {

    /** Done, or nothing blocks. */
    public static final int DONE = 0;
    /** Understood and refused: a rule, a state or a verdict stands against it. */
    public static final int REFUSED = 1;
    /** The command line or the document it names is not valid. */
    public static final int INVALID = 2;
    /** The platform, or the part of it that is needed, does not answer. */
    public static final int UNREACHABLE = 3;
    /** Not signed in, or the account lacks the role, the scope or the authority. */
    public static final int NOT_ALLOWED = 4;
    /** Something that should not happen did; the sentence says where. */
    public static final int UNEXPECTED = 70;
    /** Ended by Ctrl-C before it was done, as shells say it. */
    public static final int INTERRUPTED = 130;

    private ExitCode() {}
}
