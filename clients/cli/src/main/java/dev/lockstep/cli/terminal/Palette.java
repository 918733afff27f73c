package dev.lockstep.cli.terminal;

/** Colours, or none. */
enum Palette {
    COLOURED,
    PLAIN;

    String paint(Tone tone, String text) {
        return this == PLAIN || tone == Tone.PLAIN || text.isBlank()
                ? text
                : "\u001B[" + tone.code() + "m" + text + "\u001B[0m";
    }
}
