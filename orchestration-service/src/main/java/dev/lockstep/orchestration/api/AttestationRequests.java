package dev.lockstep.orchestration.api;

import dev.lockstep.contracts.work.Attestation;
import dev.lockstep.orchestration.evidence.EvidenceFiles;
import dev.lockstep.service.http.InvalidRequestException;
import dev.lockstep.service.http.Mistake;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What people say about attended work, and the files that show it, in the words of the event. */
@ApplicationScoped
class AttestationRequests {

    @Inject
    EvidenceFiles files;

    /**
     * What a person says about attended work.
     *
     * @param evidence what shows it; may be absent when files do
     * @param files SHA-256 of files that were given for the step; none when absent
     */
    public record AttestationRequest(
            int attempt,
            Attestation.@Nullable Outcome outcome,
            @Nullable String evidence,
            @Nullable List<String> files) {}

    /** The attestation with the name, size and hash of every file in its evidence. */
    Attestation attestation(UUID rollout, String step, AttestationRequest wanted) {
        Attestation.Outcome outcome = wanted.outcome();
        if (outcome == null) {
            throw RequestText.missing("outcome");
        }
        List<String> evidence = new ArrayList<>();
        String text = Objects.requireNonNullElse(wanted.evidence(), "");
        if (!text.isBlank()) {
            evidence.add(text);
        }
        List<String> hashes = Objects.requireNonNullElse(wanted.files(), List.of());
        for (int i = 0; i < hashes.size(); i++) {
            String place = "/files/" + i;
            evidence.add(files.find(rollout, step, hashes.get(i))
                    .orElseThrow(() -> new InvalidRequestException(
                            new Mistake(place, "no file of this hash was given for the step", "give the file first")))
                    .inWords());
        }
        return new Attestation(
                wanted.attempt(), outcome, RequestText.required("evidence", String.join("\n", evidence)));
    }
}
