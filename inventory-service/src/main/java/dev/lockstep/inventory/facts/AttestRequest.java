package dev.lockstep.inventory.facts;

import dev.lockstep.contracts.Confidence;
import dev.lockstep.contracts.inventory.FactPath;
import dev.lockstep.contracts.inventory.Provenance;
import dev.lockstep.service.http.InvalidRequestException;
import dev.lockstep.service.http.Mistake;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A person says that facts are still as they are recorded.
 *
 * @param reason how that is known, in 1 to 2,000 characters; it stands in the history
 * @param paths at most 500; the facts at or below them are meant, or all facts when absent or empty
 */
public record AttestRequest(
        @Nullable String reason, @Nullable List<@Nullable String> paths) {

    private static final int MOST_PATHS = 500;

    /** The reason. */
    public String requiredReason() {
        return Reasons.required(reason, "an attestation", "say how it is known");
    }

    /** The paths. */
    public List<FactPath> below() {
        List<@Nullable String> named = paths == null ? List.of() : paths;
        if (named.size() > MOST_PATHS) {
            throw new InvalidRequestException(
                    new Mistake("/paths", "one request names at most 500 paths", "name paths above them"));
        }
        List<FactPath> below = new ArrayList<>();
        for (int i = 0; i < named.size(); i++) {
            String text = named.get(i);
            below.add(FactList.path("/paths/" + i, text == null ? "" : text));
        }
        return below;
    }

    /** Where the facts come from, once they are attested. */
    public Provenance provenance(String person, Instant time) {
        return new Provenance("statement of " + person, time, person, Confidence.ATTESTED);
    }
}
