package dev.lockstep.orchestration.approval;

import dev.lockstep.contracts.orchestration.OverrideEvent.ApprovalOverridden;
import dev.lockstep.contracts.orchestration.OverrideEvent.OverrideProposed;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What was said about letting steps go on without the approvals that they need.
 *
 * @param proposed what waits for a second person, or null
 * @param confirmed in the order in which it was agreed to
 */
public record BreakGlass(@Nullable OverrideProposed proposed, List<ApprovalOverridden> confirmed) {

    /** Nothing was said. */
    public static final BreakGlass NONE = new BreakGlass(null, List.of());

    /** How long a proposal waits for a second person, and how long the step may then begin. */
    public static final Duration VALIDITY = Duration.ofHours(1);

    public BreakGlass {
        confirmed = List.copyOf(confirmed);
    }

    /** With another proposal in the place of the one that stood. */
    public BreakGlass proposing(OverrideProposed another) {
        return new BreakGlass(another, confirmed);
    }

    /** With the second person's word. */
    public BreakGlass confirming(ApprovalOverridden one) {
        return new BreakGlass(
                null, Stream.concat(confirmed.stream(), Stream.of(one)).toList());
    }

    /** The proposal about a step that a second person can still agree to. */
    public Optional<OverrideProposed> standing(String step, Instant now) {
        return Optional.ofNullable(proposed)
                .filter(one ->
                        one.step().equals(step) && now.isBefore(one.proposedAt().plus(VALIDITY)));
    }

    /** By what a step may begin at this moment without its approvals. */
    public Optional<ApprovalOverridden> of(String step, Instant now) {
        return confirmed.stream()
                .filter(one -> one.step().equals(step) && now.isBefore(one.expiresAt()))
                .findFirst();
    }
}
