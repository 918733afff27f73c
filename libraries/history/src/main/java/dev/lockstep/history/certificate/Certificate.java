package dev.lockstep.history.certificate;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.contracts.Authority;
import dev.lockstep.contracts.ContractJson;
import dev.lockstep.contracts.InventoryVersions;
import dev.lockstep.contracts.work.Attestation;
import dev.lockstep.contracts.work.AttestedFile;
import dev.lockstep.history.entry.CanonicalJson;
import dev.lockstep.history.person.Opening;
import dev.lockstep.history.person.SealedStrings;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the log proves about one rollout: that its steps and all others of the cluster kept out of each other's way, and that each
 * rested on a passing gate, a valid approval by somebody else and locks with the highest token; or what violated it. It says nothing but
 * what follows from the log's first {@code entries} entries, so that anybody who has them can compute it again. Once a rollout is over
 * its certificate never changes.
 *
 * @param format {@value #FORMAT}
 * @param rollout the rollout
 * @param cluster the cluster it is about
 * @param entries the certificate follows from so many first entries of the log
 * @param outcome how the rollout stood then
 * @param request who asked for what
 * @param steps every execution of a step of the rollout, in order, with what it rested on
 * @param markedDone the steps whose effect no look has shown and two persons answer for, in order; left out when there are none
 * @param overrides where two persons broke the glass: a step went on without the approvals that it needed; left out when there are none
 * @param evidence the files that attestations named and the platform held, in order; left out when there are none
 * @param held whether there is no violation
 * @param violations in the order in which they were noticed
 */
public record Certificate(
        String format,
        UUID rollout,
        String cluster,
        long entries,
        Outcome outcome,
        Request request,
        List<Step> steps,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<MarkedDone> markedDone,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Overridden> overrides,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Evidence> evidence,
        boolean held,
        List<Violation> violations) {

    /** The form of this certificate; another form has another number. */
    public static final String FORMAT = "lockstep.history.rollout-certificate.v2";

    /** Keeps its own copies. */
    public Certificate {
        steps = List.copyOf(steps);
        markedDone = List.copyOf(Objects.requireNonNullElse(markedDone, List.of()));
        overrides = List.copyOf(Objects.requireNonNullElse(overrides, List.of()));
        evidence = List.copyOf(Objects.requireNonNullElse(evidence, List.of()));
        violations = List.copyOf(violations);
    }

    /** How a rollout stood. */
    public enum Outcome {
        /** It is not over. */
        OPEN,
        REJECTED,
        COMPLETED,
        ABORTED
    }

    /**
     * The request.
     *
     * @param entry the entry that says so
     */
    public record Request(long entry, Authority by, Instant at, String planHash) {}

    /**
     * One execution and what it rested on.
     *
     * @param gate the gate that had passed, or null when the plan asks for none or none had
     * @param approvals those that it rested on; empty when they did not suffice
     */
    public record Step(Execution execution, @Nullable Gate gate, List<ApprovedBy> approvals) {
        public Step {
            approvals = List.copyOf(approvals);
        }
    }

    /**
     * A gate that passed.
     *
     * @param passed the entry in which the rollout relied on it
     * @param answered the entry with the verdicts
     * @param catalogueHash the requirements that were applied
     */
    public record Gate(UUID id, long passed, long answered, InventoryVersions versions, String catalogueHash) {}

    /**
     * A step that counts as done because one person said so and a second one agreed, not because it was observed.
     *
     * @param entry the entry in which the second person agreed; it holds the evidence too
     * @param reason the first person's
     */
    public record MarkedDone(
            long entry,
            String step,
            int attempt,
            String reason,
            Authority proposedBy,
            Instant proposedAt,
            Authority confirmedBy,
            Instant confirmedAt) {}

    /**
     * A step went on without the approvals that it needed because one person said why it could not wait and a second one agreed.
     *
     * @param entry the entry in which the second person agreed
     * @param missing what the step lacked, each in words
     * @param expiresAt until when the step could begin so
     */
    public record Overridden(
            long entry,
            String step,
            String reason,
            List<String> missing,
            Authority proposedBy,
            Instant proposedAt,
            Authority confirmedBy,
            Instant confirmedAt,
            Instant expiresAt) {
        public Overridden {
            missing = List.copyOf(missing);
        }
    }

    /**
     * Files that somebody named to show how attended work went. They prove nothing; whoever holds them can show that they are the ones.
     *
     * @param entry the entry that says so
     */
    public record Evidence(
            long entry,
            String step,
            int attempt,
            Attestation.Outcome outcome,
            Authority attestedBy,
            Instant attestedAt,
            List<AttestedFile> files) {
        public Evidence {
            files = List.copyOf(files);
        }
    }

    /**
     * An approval that counted: its entry, who, when, until when.
     *
     * @param inPlaceOf whose authority a deputy used; left out when it was the approver's own
     */
    public record ApprovedBy(
            long entry,
            Authority by,
            Instant at,
            Instant expiresAt,
            @Nullable InPlaceOf inPlaceOf) {}

    /**
     * Whose authority a deputy used.
     *
     * @param agreed the entry in which the second approver agreed to the arrangement
     */
    public record InPlaceOf(UUID arrangement, Authority lender, long agreed, Authority agreedBy) {}

    /** This certificate for people to read, its names and texts as the keys open them; it is not the one that others compute. */
    public Certificate opened(Opening opening) {
        try {
            JsonNode json = ContractJson.mapper().valueToTree(this);
            return ContractJson.mapper().treeToValue(SealedStrings.opened(json, opening), Certificate.class);
        } catch (JsonProcessingException cannotBe) {
            throw new IllegalStateException(cannotBe);
        }
    }

    /** The certificate in the one spelling of RFC 8785, as bundles hold it. */
    public byte[] toBytes() {
        JsonNode json = ContractJson.mapper().valueToTree(this);
        return (CanonicalJson.write(json) + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
