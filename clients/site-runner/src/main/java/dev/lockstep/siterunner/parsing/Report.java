package dev.lockstep.siterunner.parsing;

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
import dev.lockstep.contracts.work.TaskResult.ListedCollection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Gathers the facts of one observation. */
final class Report {
    private final DocumentKind document;
    private final String source;
    private final List<ObservedFact> facts = new ArrayList<>();
    private final List<ListedCollection> listed = new ArrayList<>();

    Report(DocumentKind document, String source) {
        this.document = document;
        this.source = source;
    }

    Report fact(JsonNode value, String... path) {
        facts.add(new ObservedFact(document, FactPath.of(path), value, source));
        return this;
    }

    Report text(String value, String... path) {
        return fact(TextNode.valueOf(value), path);
    }

    Report number(int value, String... path) {
        return fact(IntNode.valueOf(value), path);
    }

    Report flag(boolean value, String... path) {
        return fact(BooleanNode.valueOf(value), path);
    }

    /** That something is known not to be there. */
    Report none(String... path) {
        return fact(NullNode.getInstance(), path);
    }

    Report texts(Collection<String> values, String... path) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        values.forEach(array::add);
        return fact(array, path);
    }

    Report listed(String... collection) {
        listed.add(new ListedCollection(document, FactPath.of(collection)));
        return this;
    }

    Observed observed() {
        return new Observed(facts, listed);
    }
}
