package dev.lockstep.cli.terminal;

import java.util.List;

/**
 * A command that cannot be carried out, said so that a person can act on it.
 */
public final class CommandFailure extends RuntimeException {

    private final int exitCode;
    private final String remedy;
    private final transient List<Mistake> mistakes;

    /**
     * @param exitCode one of {@link ExitCode}
     * @param sentence what happened
     * @param remedy what to do about it; empty when the sentence says it all
     * @param mistakes what is wrong where; may be empty
     */
    public CommandFailure(int exitCode, String sentence, String remedy, List<Mistake> mistakes) {
        super(ended(sentence));
        this.exitCode = exitCode;
        this.remedy = ended(remedy);
        this.mistakes = List.copyOf(mistakes);
    }

    public CommandFailure(int exitCode, String sentence, String remedy) {
        this(exitCode, sentence, remedy, List.of());
    }

    private static String ended(String text) {
        return text.isEmpty() || ".!?:…".indexOf(text.charAt(text.length() - 1)) >= 0 ? text : text + ".";
    }

    /** A failure of the platform to answer. */
    public static CommandFailure unreachable(String what) {
        return new CommandFailure(
                ExitCode.UNREACHABLE,
                what,
                "See './lockstep status'; './lockstep up' starts the platform, '--url' names another one.");
    }

    /** One of {@link ExitCode}. */
    public int exitCode() {
        return exitCode;
    }

    /** What happened. */
    public String sentence() {
        return String.valueOf(getMessage());
    }

    /** What to do about it; may be empty. */
    public String remedy() {
        return remedy;
    }

    /** What is wrong where. */
    public List<Mistake> mistakes() {
        return mistakes;
    }

    /**
     * One mistake.
     *
     * @param place where, for example {@code /cluster/nodes/0/name} or {@code line 3}; empty for the whole
     * @param message what is wrong there
     */
    public record Mistake(String place, String message) {}
}
