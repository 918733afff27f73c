package dev.lockstep.lab.programs;

/** Exit codes: Windows has 32 bits for them, the systems the lab runs on have 8. */
final class Exit {
    static final int SUCCESS = 0;
    static final int FAILURE = 1;

    private Exit() {}

    /** The low byte of a Windows error number, and never 0 for an error. */
    static int of(int windowsError) {
        int low = windowsError & 0xff;
        return windowsError != 0 && low == 0 ? FAILURE : low;
    }
}
