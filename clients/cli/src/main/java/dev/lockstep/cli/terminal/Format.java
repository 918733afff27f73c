package dev.lockstep.cli.terminal;

/** How a command prints what it found. */
public enum Format {
    TABLE,
    JSON
}
