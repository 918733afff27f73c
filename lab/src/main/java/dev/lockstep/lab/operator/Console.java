package dev.lockstep.lab.operator;

import java.io.IOException;

/** The consoles of the lab's machines: runs one of the lab's programs and reads what it says. */
@FunctionalInterface
interface Console {

    /** What a program said and how it ended. */
    record Answer(int exitCode, String output) {}

    /** Runs a program at the console that it names. */
    Answer run(ConsoleCommand act) throws IOException, InterruptedException;
}
