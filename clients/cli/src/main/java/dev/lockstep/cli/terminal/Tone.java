package dev.lockstep.cli.terminal;

/** What a text means; colour follows from it. */
public enum Tone {
    PLAIN(""),
    STRONG("1"),
    DIM("2"),
    GOOD("32"),
    WARN("33"),
    BAD("31"),
    LIVE("36");

    private final String code;

    Tone(String code) {
        this.code = code;
    }

    String code() {
        return code;
    }

    /** The tone of a verdict, a state or an outcome by its name; plain for names that say nothing good or bad. */
    public static Tone of(String name) {
        return switch (name) {
            case "PASS", "DONE", "COMPLETED", "READY", "RUNNING", "APPROVED", "ONLINE" -> GOOD;
            case "FAIL", "FAILED", "HELD", "REJECTED", "ABORTED", "STOPPED", "OFFLINE" -> BAD;
            case "UNKNOWN", "OUTCOME_UNKNOWN", "MARKED_DONE", "WAIVED", "STARTING", "WAITING" -> WARN;
            case "NOT_APPLICABLE", "SKIPPED", "PENDING", "NOT_STARTED" -> DIM;
            default -> PLAIN;
        };
    }
}
