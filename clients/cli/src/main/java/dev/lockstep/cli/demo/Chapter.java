package dev.lockstep.cli.demo;

import dev.lockstep.cli.terminal.Terminal;
import dev.lockstep.cli.terminal.Tone;

/**
 * A part of the demo's story.
 *
 * @param number from 1
 * @param title what happens in it
 */
record Chapter(int number, String title) {

    private static final int LAST = 7;

    static Chapter of(int number, String title) {
        return new Chapter(number, title);
    }

    void announce(Terminal terminal) {
        terminal.print("");
        terminal.print(Tone.STRONG, "%d/%d  %s".formatted(number, LAST, title));
        terminal.print("");
    }
}
