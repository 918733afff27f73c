package dev.lockstep.contracts.work;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/**
 * One look at a real system: a command that changes nothing, and the parser that turns its output into facts.
 *
 * @param parser the site runner's parser, for example {@code cluster-group-listing}
 * @param argv program and arguments; never a shell string
 * @param arguments what the parser needs to know: node, service, known group names …
 */
public record Observation(String parser, List<String> argv, Map<String, JsonNode> arguments) {
    public Observation {
        argv = List.copyOf(argv);
        arguments = Map.copyOf(arguments);
        if (argv.isEmpty()) {
            throw new IllegalArgumentException("an observation has a program to run");
        }
    }
}
