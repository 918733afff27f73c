package dev.lockstep.requirements.expression;

import dev.lockstep.contracts.validation.RequirementResult;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Why an expression is false.
 *
 * @param grounds what decided it, each as a statement such as {@code cluster/nodes/E2K3-N4/localAdministrators is []}: of what is asked of
 *     each of many everything that fails, of what one of many should meet those that come nearest to it; empty when that cannot be told
 * @param lookedUp what the domain functions among the grounds were told from, as such statements
 * @param facts the facts of both
 */
public record Explanation(List<String> grounds, List<String> lookedUp, List<RequirementResult.FactRead> facts) {

    /** The most statements of a sentence. */
    private static final int SHOWN = 8;

    public Explanation {
        grounds = List.copyOf(grounds);
        lookedUp = List.copyOf(lookedUp);
        facts = List.copyOf(facts);
    }

    /** The grounds in words, the first of many and how many more there are; empty when there are none. */
    public String words() {
        if (grounds.size() > SHOWN) {
            return "%s, and %d more".formatted(String.join(", ", grounds.subList(0, SHOWN)), grounds.size() - SHOWN);
        }
        return Stream.concat(grounds.stream(), lookedUp.stream()).limit(SHOWN).collect(Collectors.joining(", "));
    }
}
