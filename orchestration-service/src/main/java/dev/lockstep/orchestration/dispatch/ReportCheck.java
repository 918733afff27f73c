package dev.lockstep.orchestration.dispatch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.lockstep.contracts.ContractJson;
import dev.lockstep.contracts.inventory.DocumentKind;
import dev.lockstep.contracts.inventory.FactPath;
import dev.lockstep.contracts.inventory.ObservedFact;
import dev.lockstep.contracts.work.TaskResult;
import dev.lockstep.contracts.work.TaskResult.ListedCollection;
import dev.lockstep.requirements.dictionary.FactDefinition;
import dev.lockstep.requirements.dictionary.FactsDictionary;
import dev.lockstep.requirements.dictionary.SchemaViolation;
import dev.lockstep.service.http.WholeText;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whether what a runner says it saw can be true of a cluster at all. What is published as seen must be fit to be recorded: a fact that
 * inventory has no place for would stop everything about its cluster there. So a report with such a fact counts as a look that failed,
 * which a person gets to see.
 */
final class ReportCheck {

    /** Bytes of JSON; a report becomes one event, which has at most 900,000. */
    static final int LARGEST_REPORT = 800_000;

    /** Bytes of JSON; inventory keeps the value before and after in one event. */
    static final int LARGEST_VALUE = 350_000;

    private static final String ANY_NAME = "x";

    private ReportCheck() {}

    /** What is wrong with a report, in one sentence; empty when it may be published. */
    static Optional<String> mistake(TaskResult result) {
        return Stream.concat(
                        result.facts().stream().map(ReportCheck::mistake),
                        result.listed().stream().map(ReportCheck::mistake))
                .flatMap(Optional::stream)
                .findFirst()
                .or(() -> size(result) > LARGEST_REPORT
                        ? Optional.of("the runner's report is larger than %,d bytes".formatted(LARGEST_REPORT))
                        : Optional.empty());
    }

    private static Optional<String> mistake(ObservedFact fact) {
        if (Stream.of(fact.document(), fact.path(), fact.value(), fact.source()).anyMatch(Objects::isNull)) {
            return Optional.of("the runner's report has a fact without a document, a path, a value or a source");
        }
        if (!WholeText.is(fact.path().toString()) || !WholeText.is(fact.source())) {
            return Optional.of("the runner's report has a fact with half a character or U+0000 in its path or source");
        }
        List<SchemaViolation> violations =
                FactsDictionary.standard().violations(fact.document(), fact.path(), fact.value());
        if (!violations.isEmpty()) {
            return Optional.of("%s, shown by '%s', is no fact of the dictionary: %s"
                    .formatted(fact.path(), fact.source(), violations.getFirst().what()));
        }
        if (FactsDictionary.standard()
                .definition(fact.document(), fact.path())
                .filter(FactDefinition::approversOnly)
                .isPresent()) {
            return Optional.of("%s, shown by '%s', is an approver's to state".formatted(fact.path(), fact.source()));
        }
        if (!namesItsOwnObject(fact)) {
            return Optional.of("%s, shown by '%s', gives another name to the object that it stands in"
                    .formatted(fact.path(), fact.source()));
        }
        return json(fact.value()).length > LARGEST_VALUE
                ? Optional.of("%s is larger than %,d bytes".formatted(fact.path(), LARGEST_VALUE))
                : Optional.empty();
    }

    private static boolean namesItsOwnObject(ObservedFact fact) {
        List<String> segments = fact.path().segments();
        int size = segments.size();
        boolean isName = size > 2
                && fact.document()
                        .identityMember(fact.path().prefix(size - 2))
                        .filter(segments.getLast()::equals)
                        .isPresent();
        return !isName || segments.get(size - 2).equals(fact.value().textValue());
    }

    private static Optional<String> mistake(ListedCollection listed) {
        if (listed.document() == null || listed.collection() == null) {
            return Optional.of("the runner's report has a listed collection without a document or a path");
        }
        return FactsDictionary.standard()
                        .violations(listed.document(), named(listed.collection()), emptyAt(listed))
                        .isEmpty()
                ? Optional.empty()
                : Optional.of("the runner's report lists %s, where no collection is".formatted(listed.collection()));
    }

    private static FactPath named(FactPath pattern) {
        return new FactPath(pattern.segments().stream()
                .map(segment -> segment.equals("*") ? ANY_NAME : segment)
                .toList());
    }

    private static JsonNode emptyAt(ListedCollection listed) {
        DocumentKind kind = listed.document();
        return kind.identityMember(named(listed.collection())).isPresent()
                ? JsonNodeFactory.instance.arrayNode()
                : JsonNodeFactory.instance.objectNode();
    }

    private static long size(TaskResult result) {
        return (long) json(result.facts()).length + json(result.listed()).length;
    }

    private static byte[] json(Object value) {
        try {
            return ContractJson.mapper().writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a report cannot be written", e);
        }
    }
}
