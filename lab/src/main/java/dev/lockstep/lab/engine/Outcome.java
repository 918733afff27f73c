package dev.lockstep.lab.engine;

import dev.lockstep.lab.world.DataCentre;

/** What became of a command: the data centre after it, or the refusal with the system's error number. */
public sealed interface Outcome {
    record Done(DataCentre after) implements Outcome {}

    /** Nothing changed. Code is a Win32 error number; the message is the one that Windows or Setup shows. */
    record Refused(int code, String message) implements Outcome {
        public static Refused of(WindowsError error) {
            return new Refused(error.code(), error.message());
        }

        /** A refusal of an installation program, which has no error number of its own. */
        public static Refused because(String message) {
            return new Refused(1, message);
        }
    }
}
