package dev.lockstep.cli.demo;

import dev.lockstep.cli.terminal.Terminal;
import dev.lockstep.cli.terminal.Tone;
import java.util.ArrayList;
import java.util.List;

/** What the demo promises, and whether it held. */
final class Findings {

    private final Terminal terminal;
    private final List<String> broken = new ArrayList<>();

    Findings(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Notes whether a promise was kept, and says so. */
    void expect(String promise, boolean held, String detail) {
        String said = detail.isEmpty() ? promise : promise + ": " + detail;
        if (held) {
            terminal.print(Tone.GOOD, "✓ " + said);
        } else {
            terminal.print(Tone.BAD, "✗ " + said);
            broken.add(said);
        }
    }

    /** The promises that were not kept. */
    List<String> broken() {
        return List.copyOf(broken);
    }
}
