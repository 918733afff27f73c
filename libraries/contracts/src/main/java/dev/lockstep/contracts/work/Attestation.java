package dev.lockstep.contracts.work;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.lockstep.contracts.PersonText;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * What a person says about attended work. It is believed only when observation agrees.
 *
 * @param attempt the attempt that was carried out
 * @param outcome whether it was done
 * @param evidence what shows it: 1 to 10,000 characters of the person, a line for each file by the name that the person gave it, or both; a
 *     hash that is only here was typed
 * @param files that the service held, as it held them; left out when there are none, as in events from before they were named so
 */
public record Attestation(
        int attempt,
        Outcome outcome,
        @PersonText String evidence,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<AttestedFile> files) {

    /** Keeps its own copy. */
    public Attestation {
        files = List.copyOf(Objects.requireNonNullElse(files, List.of()));
    }

    /** Without files. */
    public Attestation(int attempt, Outcome outcome, String evidence) {
        this(attempt, outcome, evidence, List.of());
    }

    /** What the person says happened. */
    public enum Outcome {
        DONE,
        NOT_DONE
    }

    /** The hashes of the files to stand behind the outcome, and before what the person says; an empty text without files. */
    public String filesInWords() {
        return files.isEmpty()
                ? ""
                : files.stream().map(AttestedFile::inWords).collect(Collectors.joining(", ", ", files kept: ", ""));
    }
}
