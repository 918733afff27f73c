package dev.lockstep.discovery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.lockstep.contracts.inventory.DocumentKind;
import dev.lockstep.contracts.inventory.FactPath;
import dev.lockstep.contracts.inventory.ObservedFact;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Gathers what was found about an organization; the first of two facts at one path counts. */
final class Findings {

    private final Map<FactPath, ObservedFact> facts = new LinkedHashMap<>();
    private final Set<FactPath> listed = new LinkedHashSet<>();
    private final List<Gap> gaps = new ArrayList<>();

    void text(String source, String value, String... path) {
        put(source, TextNode.valueOf(value), path);
    }

    void number(String source, int value, String... path) {
        put(source, IntNode.valueOf(value), path);
    }

    void flag(String source, boolean value, String... path) {
        put(source, BooleanNode.valueOf(value), path);
    }

    void textOrNull(String source, @Nullable String value, String... path) {
        put(source, value == null ? NullNode.getInstance() : TextNode.valueOf(value), path);
    }

    void texts(String source, Collection<String> values, String... path) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        values.forEach(array::add);
        put(source, array, path);
    }

    void put(String source, JsonNode value, String... path) {
        FactPath at = FactPath.of(path);
        facts.putIfAbsent(at, new ObservedFact(DocumentKind.ORGANIZATION, at, value, source));
    }

    /** Of this collection nothing is there but what was found. */
    void listed(String... path) {
        listed.add(FactPath.of(path));
    }

    void gap(String what, String why) {
        gaps.add(new Gap(what, why));
    }

    List<ObservedFact> facts() {
        return List.copyOf(facts.values());
    }

    List<FactPath> listed() {
        return List.copyOf(listed);
    }

    List<Gap> gaps() {
        return List.copyOf(gaps);
    }
}
