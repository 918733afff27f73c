package dev.lockstep.orchestration.api;

import dev.lockstep.contracts.work.Attestation;
import dev.lockstep.orchestration.evidence.EvidenceFile;
import dev.lockstep.orchestration.evidence.EvidenceFiles;
import dev.lockstep.service.http.InvalidRequestException;
import dev.lockstep.service.http.Mistake;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What people say about attended work, and the files that show it, in the words of the event. */
@ApplicationScoped
class AttestationRequests {

    @Inject
    EvidenceFiles files;

    /**
     * What a person says about attended work.
     *
     * @param evidence what shows it, at most 10,000 characters; may be absent when files do
     * @param files SHA-256 of files that were given for the step, at most 20, each counts once; none when absent
     */
    public record AttestationRequest(
            int attempt,
            Attestation.@Nullable Outcome outcome,
            @Nullable String evidence,
            @Nullable List<String> files) {}

    /**
     * The attestation. The files stand in it by hash and size, as they are kept, and in the evidence in words.
     *
     * @param attestedBy the id of the account whose attestation it is
     */
    Attestation attestation(UUID rollout, String step, AttestationRequest wanted, String attestedBy) {
        Attestation.Outcome outcome = wanted.outcome();
        if (outcome == null) {
            throw RequestText.missing("outcome");
        }
        String text = RequestText.checked("evidence", wanted.evidence());
        List<EvidenceFile> named = named(rollout, step, Objects.requireNonNullElse(wanted.files(), List.of()));
        if (text.isBlank() && named.isEmpty()) {
            throw RequestText.missing("evidence");
        }
        String evidence = Stream.concat(
                        Stream.of(text).filter(Predicate.not(String::isBlank)),
                        named.stream().map(file -> file.inWords(attestedBy)))
                .collect(Collectors.joining("\n"));
        return new Attestation(
                wanted.attempt(),
                outcome,
                evidence,
                named.stream().map(EvidenceFile::attested).toList());
    }

    /** The files in the order in which they are named, each once. */
    private List<EvidenceFile> named(UUID rollout, String step, List<String> hashes) {
        if (hashes.size() > EvidenceFiles.MOST_OF_STEP) {
            throw new InvalidRequestException(new Mistake(
                    "/files",
                    "it names %d files".formatted(hashes.size()),
                    "name at most the %d that a step may have".formatted(EvidenceFiles.MOST_OF_STEP)));
        }
        if (hashes.isEmpty()) {
            return List.of();
        }
        Map<String, EvidenceFile> kept = files.find(rollout, step, hashes).stream()
                .collect(Collectors.toMap(EvidenceFile::sha256, Function.identity()));
        SequencedSet<EvidenceFile> named = new LinkedHashSet<>();
        for (int i = 0; i < hashes.size(); i++) {
            EvidenceFile file = kept.get(hashes.get(i));
            if (file == null) {
                throw new InvalidRequestException(new Mistake(
                        "/files/" + i, "no file of this hash was given for the step", "give the file first"));
            }
            named.add(file);
        }
        return List.copyOf(named);
    }
}
