package dev.lockstep.cli.collect.tools;

import dev.lockstep.cli.terminal.Terminal;
import java.util.List;

/** Tells a person who waits how far the looks are: one line that is redrawn; without a terminal one sentence when their number is known. */
final class LookProgress {

    private final Terminal terminal;
    private int made;
    private int planned;

    LookProgress(Terminal terminal) {
        this.terminal = terminal;
    }

    /** More looks will be made. */
    void plans(int more) {
        planned += more;
    }

    /** What the cluster consists of is known, and with it how many looks there are. */
    void found(String what) {
        terminal.redraw(List.of());
        terminal.note("%s; %d looks follow.".formatted(what, planned - made));
    }

    /** A look is not made after all. */
    void skips() {
        made++;
    }

    void looking(String command) {
        made++;
        terminal.redraw(List.of("Look %d of %d: %s".formatted(made, Math.max(made, planned), command)));
    }

    void over() {
        terminal.redraw(List.of());
    }
}
