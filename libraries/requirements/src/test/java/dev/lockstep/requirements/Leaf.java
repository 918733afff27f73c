package dev.lockstep.requirements;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.requirements.dictionary.FactDefinition;
import dev.lockstep.requirements.dictionary.FactsDictionary;
import java.util.ArrayList;
import java.util.List;

/**
 * A single fact of a document, there or declared and absent.
 *
 * @param container the object that it is a member of
 * @param member its name
 * @param path where it is
 * @param pattern the path with {@code *} for names
 * @param definition its entry in the facts dictionary
 */
record Leaf(ObjectNode container, String member, String path, String pattern, FactDefinition definition) {

    /** The facts that a document has. */
    static List<Leaf> all(ObjectNode document) {
        return leaves(document, false);
    }

    /** The facts that a document could have and has not, within the objects that it has. */
    static List<Leaf> absent(ObjectNode document) {
        return leaves(document, true);
    }

    private static List<Leaf> leaves(ObjectNode document, boolean absent) {
        List<Leaf> leaves = new ArrayList<>();
        FactDefinition root = FactsDictionary.standard().root();
        for (String part : List.of("organization", "cluster")) {
            collect((ObjectNode) document.path(part), root.member(part).orElseThrow(), part, part, absent, leaves);
        }
        return leaves;
    }

    private static void collect(
            ObjectNode object,
            FactDefinition definition,
            String path,
            String pattern,
            boolean absent,
            List<Leaf> into) {
        if (absent) {
            definition.members().forEach((name, member) -> {
                if (!object.has(name) && !member.type().equals("object") && !member.holdsObjects()) {
                    into.add(new Leaf(object, name, path + "/" + name, pattern + "/" + name, member));
                }
            });
        }
        object.properties().forEach(member -> {
            FactDefinition child = definition.member(member.getKey()).orElseThrow();
            String name = definition.members().containsKey(member.getKey()) ? member.getKey() : "*";
            String childPath = path + "/" + member.getKey().replace("~", "~0").replace("/", "~1");
            String childPattern = pattern + "/" + name;
            if (child.identityMember().isPresent()) {
                String identity = child.identityMember().get();
                member.getValue()
                        .forEach(element -> collect(
                                (ObjectNode) element,
                                child.items().orElseThrow(),
                                childPath + "/" + element.path(identity).asText(),
                                childPattern + "/*",
                                absent,
                                into));
            } else if (child.type().equals("object")) {
                collect((ObjectNode) member.getValue(), child, childPath, childPattern, absent, into);
            } else if (!absent && !child.holdsObjects() && !isIdentity(member.getKey(), pattern)) {
                into.add(new Leaf(object, member.getKey(), childPath, childPattern, child));
            }
        });
    }

    private static boolean isIdentity(String member, String pattern) {
        return member.equals("name")
                || (member.equals("id") && pattern.endsWith("disks/*"))
                || (member.equals("connection") && pattern.endsWith("nics/*"));
    }

    /** Takes the fact out of its document. */
    void remove() {
        container.remove(member);
    }

    /** Puts some value of the fact's type into its document. */
    void add() {
        switch (definition.type()) {
            case "boolean" -> container.put(member, true);
            case "integer" -> container.put(member, 1);
            case "array" -> container.putArray(member);
            default ->
                container.put(
                        member,
                        definition.allowedValues().isEmpty()
                                ? "1.2.3.4"
                                : definition.allowedValues().getFirst());
        }
    }

    @Override
    public String toString() {
        return path;
    }
}
