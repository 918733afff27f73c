package dev.lockstep.requirements.expression;

import dev.lockstep.requirements.dictionary.FactDefinition;
import dev.lockstep.requirements.dictionary.FactsDictionary;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The variables of expressions and where each stands in the inventory document. */
final class SubjectVariables {

    private static final Map<String, String> PATTERNS = Map.of(
            "organization", "organization",
            "cluster", "cluster",
            "operation", "operation",
            "node", "cluster/nodes/*",
            "disk", "cluster/disks/*",
            "evs", "cluster/evs/*",
            "network", "cluster/networks/*",
            "domain", "organization/domains/*",
            "account", "organization/accounts/*");

    private SubjectVariables() {}

    static String pattern(String variable) {
        String pattern = PATTERNS.get(variable);
        if (pattern == null) {
            throw new IllegalArgumentException("no variable '%s'".formatted(variable));
        }
        return pattern;
    }

    /** The three variables that are always there, and the subject's own. */
    static Map<String, FactDefinition> definitions(Subject.Kind kind) {
        Map<String, FactDefinition> definitions = new LinkedHashMap<>();
        for (String name : new String[] {"organization", "cluster", "operation"}) {
            definitions.put(name, definition(name));
        }
        kind.variable().ifPresent(name -> definitions.putIfAbsent(name, definition(name)));
        return definitions;
    }

    private static FactDefinition definition(String variable) {
        FactDefinition definition = FactsDictionary.standard().root();
        for (String segment : pattern(variable).split("/", -1)) {
            Optional<FactDefinition> next = definition.member(segment);
            if (segment.equals("*")) {
                next = definition.items().isPresent() ? definition.items() : definition.values();
            }
            definition = next.orElseThrow();
        }
        return definition;
    }
}
