package dev.lockstep.inventory.facts;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.contracts.inventory.DocumentKind;
import dev.lockstep.contracts.inventory.FactPath;
import dev.lockstep.requirements.dictionary.FactsDictionary;
import dev.lockstep.requirements.dictionary.SchemaViolation;
import dev.lockstep.service.http.Mistake;
import java.util.ArrayList;
import java.util.List;

/** What keeps a value in a request from being the value of a fact. */
final class ValueMistakes {

    private ValueMistakes() {}

    /** The mistakes; none when the facts dictionary allows the value and it is not too large. */
    static List<Mistake> of(DocumentKind kind, String place, FactPath path, JsonNode value) {
        List<Mistake> mistakes = new ArrayList<>();
        if (Chunks.size(value) > Chunks.LARGEST_VALUE) {
            mistakes.add(new Mistake(
                    place,
                    "the value is larger than %,d bytes".formatted(Chunks.LARGEST_VALUE),
                    "leave out what is not needed"));
        }
        for (SchemaViolation violation : FactsDictionary.standard().violations(kind, path, value)) {
            mistakes.add(new Mistake(place + violation.pointer(), violation.what(), violation.remedy()));
        }
        return mistakes;
    }
}
