package dev.lockstep.inventory.facts;

import dev.lockstep.contracts.inventory.Fact;
import dev.lockstep.contracts.inventory.FactPath;
import dev.lockstep.contracts.inventory.FactTree;
import dev.lockstep.contracts.inventory.Provenance;
import dev.lockstep.eventsourcing.Refusal;
import dev.lockstep.requirements.dictionary.FactsDictionary;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A person's word that facts are still as they are recorded. It is about the facts that grow too old to decide anything: those for
 * which the dictionary gives a maximum age. What is only planned has yet to be seen, and what a tool observed within its
 * maximum age needs nobody's word. What only an approver may state is confirmed by one.
 */
public final class Attestation {

    private Attestation() {}

    /** What became of it. */
    public sealed interface Outcome {
        /** The steps, at least one. */
        record Accepted(List<Step> steps) implements Outcome {
            public Accepted {
                steps = List.copyOf(steps);
            }
        }

        /** There is no fact that it could be about. */
        record Refused(Refusal refusal) implements Outcome {}
    }

    /**
     * Attests what is recorded.
     *
     * @param below facts at or below one of these paths; all facts when there is none
     * @param provenance the person, and the time from which the facts are fresh again
     */
    public static Outcome apply(FactTree recorded, List<FactPath> below, Provenance provenance) {
        for (FactPath path : below) {
            if (recorded.below(path).isEmpty()) {
                return refuse(
                        "There is no fact at or below '%s'.".formatted(path), "Correct the path.", Optional.of(path));
            }
        }
        List<Fact> attested = recorded.facts().stream()
                .filter(fact -> below.isEmpty()
                        || below.stream().anyMatch(path -> fact.path().startsWith(path)))
                .filter(fact -> needsWord(recorded, fact, provenance))
                .sorted(Comparator.comparing(Fact::path))
                .map(fact -> new Fact(fact.path(), fact.value(), provenance))
                .toList();
        if (attested.isEmpty()) {
            return refuse(
                    "None of these facts needs anybody's word: they do not age, are only planned, were observed of late, or are an approver's to confirm.",
                    "List them to see where they come from.",
                    Optional.empty());
        }
        Steps steps = new Steps();
        steps.confirmed(attested);
        return new Outcome.Accepted(steps.toList());
    }

    private static boolean needsWord(FactTree recorded, Fact fact, Provenance word) {
        Optional<Duration> maximumAge = FactsDictionary.standard()
                .definition(recorded.kind(), fact.path())
                .flatMap(definition -> definition.maximumAge());
        return maximumAge.isPresent()
                && StatedBy.of(recorded.kind(), fact.path()) == StatedBy.EDITORS
                && switch (fact.provenance().confidence()) {
                    case PLANNED -> false;
                    case OBSERVED ->
                        fact.provenance().observedAt().plus(maximumAge.get()).isBefore(word.observedAt());
                    case ATTESTED, IMPORTED -> true;
                };
    }

    private static Outcome refuse(String detail, String remedy, Optional<FactPath> place) {
        return new Outcome.Refused(new Refusal(
                "nothing-to-attest",
                detail,
                remedy,
                place.<Map<String, Object>>map(path -> Map.of("place", path.toString()))
                        .orElse(Map.of())));
    }
}
