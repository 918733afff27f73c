package dev.lockstep.inventory.facts;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.contracts.inventory.Fact;
import dev.lockstep.contracts.inventory.FactChange;
import dev.lockstep.contracts.inventory.FactPath;
import dev.lockstep.contracts.inventory.FactTree;
import dev.lockstep.contracts.inventory.Provenance;
import dev.lockstep.eventsourcing.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A single fact that a person states.
 *
 * @param path where it stands
 * @param value what it is, or null when it is no longer known
 */
public record FactEdit(FactPath path, @Nullable JsonNode value) {

    /** What became of edits. */
    public sealed interface Outcome {
        /** The steps; none when everything was recorded so already. */
        record Accepted(List<Step> steps) implements Outcome {
            public Accepted {
                steps = List.copyOf(steps);
            }
        }

        /** One of the edits does not fit what is recorded. */
        record Refused(Refusal refusal) implements Outcome {}
    }

    /**
     * The way from what is recorded to what the edits say; nothing happens when one of them does not fit. An approver's word that says
     * what is recorded makes it fresh again.
     *
     * @param by whose word all of them must be
     */
    public static Outcome apply(FactTree recorded, List<FactEdit> edits, StatedBy by, Provenance provenance) {
        List<FactChange> changes = new ArrayList<>();
        List<Fact> confirmed = new ArrayList<>();
        FactTree current = recorded;
        for (FactEdit edit : edits) {
            Optional<Refusal> refusal = edit.refusal(by, current);
            if (refusal.isPresent()) {
                return new Outcome.Refused(refusal.get());
            }
            JsonNode before = current.fact(edit.path).map(Fact::value).orElse(null);
            FactChange change = new FactChange(edit.path, before, edit.value, provenance);
            JsonNode after = change.after();
            if (after == null ? before != null : !after.equals(before)) {
                changes.add(change);
                current = current.changed(List.of(change));
            } else if (after != null && by == StatedBy.APPROVERS) {
                confirmed.add(new Fact(edit.path, after, provenance));
            }
        }
        Steps steps = new Steps();
        steps.changed(changes);
        steps.confirmed(confirmed);
        return new Outcome.Accepted(steps.toList());
    }

    private Optional<Refusal> refusal(StatedBy by, FactTree current) {
        Optional<Refusal> notTheirs = by.refusal(current.kind(), path);
        if (notTheirs.isPresent()) {
            return notTheirs;
        }
        if (Members.isIdentity(current.kind(), path)) {
            return refuse(
                    "fact-is-a-name",
                    "'%s' is the name of the object that it stands in.".formatted(path),
                    "Import a document in which the object has its new name.");
        }
        for (FactPath member : Members.holding(current.kind(), path)) {
            if (current.below(member).isEmpty()) {
                return refuse(
                        "unknown-member",
                        "There is nothing at '%s'.".formatted(member),
                        "Import a document that has it, or correct the path.");
            }
        }
        if (current.below(path).stream().anyMatch(fact -> !fact.path().equals(path))) {
            return refuse(
                    "fact-has-parts",
                    "'%s' is not a single fact: others stand below it.".formatted(path),
                    "Change those below it.");
        }
        return Optional.empty();
    }

    private Optional<Refusal> refuse(String type, String detail, String remedy) {
        return Optional.of(new Refusal(type, detail, remedy, Map.of("place", path.toString())));
    }
}
