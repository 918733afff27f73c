package dev.lockstep.inventory.observation;

import dev.lockstep.contracts.Confidence;
import dev.lockstep.contracts.inventory.DocumentKind;
import dev.lockstep.contracts.inventory.Fact;
import dev.lockstep.contracts.inventory.FactPath;
import dev.lockstep.contracts.inventory.ObservedFact;
import dev.lockstep.contracts.inventory.Provenance;
import dev.lockstep.contracts.orchestration.RolloutEvent.FactsReported;
import dev.lockstep.contracts.work.TaskResult.ListedCollection;
import dev.lockstep.inventory.facts.Chunks;
import dev.lockstep.requirements.dictionary.FactsDictionary;
import dev.lockstep.requirements.dictionary.SchemaViolation;
import java.util.List;

/**
 * What a report says about one of the two documents.
 *
 * @param facts what was seen
 * @param listed collections that were listed completely
 * @param provenance of what follows from the report as a whole
 * @param reason the task that asked, in words
 */
record ReportedFacts(List<Fact> facts, List<FactPath> listed, Provenance provenance, String reason) {

    /**
     * The part of a report that is about one document.
     *
     * @throws IllegalArgumentException when a fact is not one that the facts dictionary allows: a parser is at fault then, and
     *     nothing of the report may be believed
     */
    static ReportedFacts of(FactsReported report, DocumentKind kind) {
        return new ReportedFacts(
                report.facts().stream()
                        .filter(fact -> fact.document() == kind)
                        .map(fact -> fact(report, fact))
                        .toList(),
                report.listed().stream()
                        .filter(collection -> collection.document() == kind)
                        .map(ListedCollection::collection)
                        .toList(),
                provenance(report, "report of " + report.reportedBy()),
                "observed for step '%s' of rollout %s, task %s"
                        .formatted(report.step(), report.rollout(), report.task()));
    }

    private static Fact fact(FactsReported report, ObservedFact seen) {
        List<SchemaViolation> violations =
                FactsDictionary.standard().violations(seen.document(), seen.path(), seen.value());
        if (!violations.isEmpty()) {
            throw new IllegalArgumentException("%s, shown by '%s', is no fact of the dictionary: %s"
                    .formatted(seen.path(), seen.source(), violations.getFirst().what()));
        }
        if (Chunks.size(seen.value()) > Chunks.LARGEST_VALUE) {
            throw new IllegalArgumentException(
                    "%s is larger than %,d bytes".formatted(seen.path(), Chunks.LARGEST_VALUE));
        }
        return new Fact(seen.path(), seen.value(), provenance(report, seen.source()));
    }

    private static Provenance provenance(FactsReported report, String source) {
        return new Provenance(source, report.observedAt(), report.reportedBy(), Confidence.OBSERVED);
    }

    /** Whether the report says nothing about this document. */
    boolean isEmpty() {
        return facts.isEmpty() && listed.isEmpty();
    }
}
