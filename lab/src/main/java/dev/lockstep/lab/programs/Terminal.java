package dev.lockstep.lab.programs;

/** Where a program prints; lines come without their end. */
public interface Terminal {
    void out(String line);

    void err(String line);

    /** Shows what was printed so far. */
    void flush();
}
