package dev.lockstep.contracts.work;

import java.util.List;

/**
 * A piece of a running command's output.
 *
 * @param fencingToken the token of the grant
 * @param firstLine 1-based number of the first line
 * @param lines complete lines, secrets redacted
 */
public record TaskOutput(long fencingToken, long firstLine, List<String> lines) {
    public TaskOutput {
        lines = List.copyOf(lines);
    }
}
