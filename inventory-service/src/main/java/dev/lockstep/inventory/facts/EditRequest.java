package dev.lockstep.inventory.facts;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.contracts.Confidence;
import dev.lockstep.contracts.inventory.DocumentKind;
import dev.lockstep.contracts.inventory.FactPath;
import dev.lockstep.contracts.inventory.Provenance;
import dev.lockstep.service.http.InvalidRequestException;
import dev.lockstep.service.http.Mistake;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Single facts that a person states.
 *
 * @param reason why, in 1 to 2,000 characters; it stands in the history
 * @param confidence {@code ATTESTED} when it is so, which is what absence means, or {@code PLANNED} when it shall be so
 * @param changes 1 to 500, each names a fact once
 */
public record EditRequest(
        @Nullable String reason,
        @Nullable Confidence confidence,
        @Nullable List<Item> changes) {

    private static final int MOST_CHANGES = 500;

    /**
     * One fact.
     *
     * @param path where it stands
     * @param value what it is; JSON null is a value where the dictionary gives null a meaning
     * @param remove true instead of a value when it is no longer known
     */
    public record Item(
            @Nullable String path,
            @Nullable JsonNode value,
            @Nullable Boolean remove) {}

    /** The reason. */
    public String requiredReason() {
        return Reasons.required(reason, "a change of facts", "say why in a sentence");
    }

    /** Where the facts come from. */
    public Provenance provenance(String person, Instant time) {
        Confidence stated = confidence == null ? Confidence.ATTESTED : confidence;
        if (stated != Confidence.ATTESTED && stated != Confidence.PLANNED) {
            throw new InvalidRequestException(new Mistake(
                    "/confidence",
                    "a person attests or plans a fact; tools observe and documents are imported",
                    "use ATTESTED or PLANNED"));
        }
        return new Provenance("statement of " + person, time, person, stated);
    }

    /** As {@link #provenance}, of facts that are so and not merely planned. */
    public Provenance attested(String person, Instant time) {
        if (confidence == Confidence.PLANNED) {
            throw new InvalidRequestException(new Mistake(
                    "/confidence", "nobody confirms what is only planned", "use ATTESTED, or leave it out"));
        }
        return provenance(person, time);
    }

    /**
     * The edits.
     *
     * @throws InvalidRequestException naming every one that the facts dictionary does not allow
     */
    public List<FactEdit> edits(DocumentKind kind) {
        if (changes == null || changes.isEmpty() || changes.size() > MOST_CHANGES) {
            throw new InvalidRequestException(
                    new Mistake("/changes", "one request changes 1 to 500 facts", "name the facts that change"));
        }
        List<FactEdit> edits = new ArrayList<>();
        List<Mistake> mistakes = new ArrayList<>();
        for (int i = 0; i < changes.size(); i++) {
            read(kind, "/changes/" + i, changes.get(i), edits, mistakes);
        }
        if (!mistakes.isEmpty()) {
            throw new InvalidRequestException(mistakes);
        }
        return edits;
    }

    private static void read(
            DocumentKind kind, String place, @Nullable Item item, List<FactEdit> edits, List<Mistake> mistakes) {
        String text = item == null ? null : item.path();
        if (item == null || text == null) {
            mistakes.add(new Mistake(place + "/path", "it is missing", "name the fact"));
            return;
        }
        FactPath path = FactList.path(place + "/path", text);
        JsonNode value = item.value();
        boolean remove = Boolean.TRUE.equals(item.remove());
        if (remove == (value != null)) {
            mistakes.add(new Mistake(place, "it has neither a value nor remove: true, or both", "give one of the two"));
        } else if (edits.stream().anyMatch(edit -> edit.path().equals(path))) {
            mistakes.add(new Mistake(place + "/path", "the fact stands here twice", "keep one of the two"));
        } else {
            if (value != null) {
                mistakes.addAll(ValueMistakes.of(kind, place + "/value", path, value));
            }
            edits.add(new FactEdit(path, value));
        }
    }
}
