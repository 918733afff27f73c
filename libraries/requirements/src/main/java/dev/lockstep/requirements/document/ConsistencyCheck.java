package dev.lockstep.requirements.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.requirements.dictionary.FactDefinition;
import dev.lockstep.requirements.dictionary.FactsDictionary;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a schema cannot say about a document: names that occur once, and references to things that exist in it and do not lead back to
 * where they began.
 */
final class ConsistencyCheck {

    private final FactsDictionary dictionary;
    private final ObjectNode document;
    private final List<DocumentMistake> mistakes = new ArrayList<>();
    private final Deque<Enclosing> enclosing = new ArrayDeque<>();

    ConsistencyCheck(FactsDictionary dictionary, ObjectNode document) {
        this.dictionary = dictionary;
        this.document = document;
    }

    List<DocumentMistake> mistakes() {
        mistakes.clear();
        visit(document, dictionary.root(), "");
        virtualServerGroups();
        mistakes.addAll(ReferenceRings.in(document));
        subject();
        return List.copyOf(mistakes);
    }

    private void visit(JsonNode node, FactDefinition definition, String pointer) {
        if (node.isObject()) {
            enclosing.push(new Enclosing(node, definition));
            node.properties().forEach(member -> {
                String place =
                        pointer + "/" + member.getKey().replace("~", "~0").replace("/", "~1");
                definition.member(member.getKey()).ifPresent(child -> visit(member.getValue(), child, place));
            });
            enclosing.pop();
        } else if (node.isArray()) {
            definition.uniqueMember().ifPresent(identity -> refuseDuplicates(node, identity, pointer));
            int index = 0;
            for (JsonNode element : node) {
                String place = pointer + "/" + index++;
                if (element.isTextual()) {
                    refuseDangling(element, definition, place);
                } else if (definition.items().isPresent()) {
                    visit(element, definition.items().get(), place);
                }
            }
        } else if (node.isTextual()) {
            refuseDangling(node, definition, pointer);
        }
    }

    private void refuseDuplicates(JsonNode array, String identity, String pointer) {
        Set<String> seen = new HashSet<>();
        int index = 0;
        for (JsonNode element : array) {
            String name = element.path(identity).asText();
            if (!seen.add(name.toLowerCase(Locale.ROOT))) {
                mistakes.add(new DocumentMistake(
                        "%s/%d/%s".formatted(pointer, index, identity),
                        null,
                        "'%s' stands here twice; names are compared without regard to case".formatted(name),
                        "keep one of the two, or give it another name"));
            }
            index++;
        }
    }

    private void refuseDangling(JsonNode text, FactDefinition definition, String pointer) {
        Optional<Set<String>> names = definition.reference().flatMap(this::names);
        if (names.isPresent() && !names.get().contains(text.asText())) {
            mistakes.add(new DocumentMistake(
                    pointer,
                    null,
                    "'%s' is not among the document's %s"
                            .formatted(text.asText(), definition.reference().orElseThrow()),
                    names.get().isEmpty() ? "add it there" : "use one of " + String.join(", ", names.get())));
        }
    }

    /** The names that a reference may mean; empty when the document does not list them at all. */
    private Optional<Set<String>> names(String reference) {
        int slash = reference.indexOf('/');
        if (slash > 0) {
            String part = reference.substring(0, slash);
            String member = reference.substring(slash + 1);
            return dictionary
                    .root()
                    .member(part)
                    .flatMap(definition -> names(new Enclosing(document.path(part), definition), member));
        }
        return enclosing.stream()
                .filter(object -> object.node().has(reference))
                .findFirst()
                .flatMap(object -> names(object, reference));
    }

    private static Optional<Set<String>> names(Enclosing object, String member) {
        JsonNode array = object.node().get(member);
        Optional<FactDefinition> definition = object.definition().member(member);
        if (array == null || definition.isEmpty()) {
            return Optional.empty();
        }
        Set<String> names = new LinkedHashSet<>();
        Optional<String> identity = definition.get().uniqueMember();
        array.forEach(element ->
                names.add(identity.isPresent() ? element.path(identity.get()).asText() : element.asText()));
        return Optional.of(names);
    }

    /** A planned virtual server may name a group that does not exist yet; any other lives in a group. */
    private void virtualServerGroups() {
        Optional<Set<String>> groups = names("cluster/groups");
        if (groups.isEmpty()) {
            return;
        }
        int index = 0;
        for (JsonNode evs : document.path("cluster").path("evs")) {
            String group = evs.path("group").asText("");
            boolean exists = evs.has("state") && !evs.path("state").asText().equals("PLANNED");
            if (exists && !group.isEmpty() && !groups.get().contains(group)) {
                mistakes.add(new DocumentMistake(
                        "/cluster/evs/%d/group".formatted(index),
                        null,
                        "'%s' is not among the cluster's groups".formatted(group),
                        "add the group, or say that the virtual server is PLANNED"));
            }
            index++;
        }
    }

    private void subject() {
        JsonNode subject = document.path("operation").path("subject");
        if (!subject.isTextual()) {
            return;
        }
        Set<String> known = new LinkedHashSet<>();
        Stream.of("cluster/nodes", "cluster/evs", "organization/domains")
                .map(this::names)
                .flatMap(Optional::stream)
                .forEach(known::addAll);
        if (!known.contains(subject.asText())) {
            mistakes.add(new DocumentMistake(
                    "/operation/subject",
                    null,
                    "'%s' is no node, virtual server or domain of the document".formatted(subject.asText()),
                    "use one of " + String.join(", ", known)));
        }
    }

    private record Enclosing(JsonNode node, FactDefinition definition) {}
}
