package dev.lockstep.siterunner.transport;

/** Names of programs in command templates. */
final class ProgramName {
    private ProgramName() {}

    /** Whether a name can only mean a program in one of the runner's folders, and no file elsewhere. */
    static boolean isPlain(String name) {
        return !name.isEmpty() && !name.contains("/") && !name.contains("\\") && !name.startsWith(".");
    }
}
