package dev.lockstep.orchestration.deputy;

import dev.lockstep.access.Target;
import dev.lockstep.contracts.Authority;
import dev.lockstep.contracts.ClusterId;
import dev.lockstep.contracts.orchestration.DeputyEvent.DeputyAgreed;
import dev.lockstep.contracts.orchestration.DeputyEvent.DeputyAppointed;
import dev.lockstep.contracts.orchestration.DeputyEvent.DeputyEnded;
import dev.lockstep.contracts.orchestration.Mandate;
import dev.lockstep.eventsourcing.Refusal;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An arrangement by which an approver lends authority to a deputy.
 *
 * @param appointed what was arranged, or null before anything was
 * @param agreed that a second approver agreed, or null
 * @param ended that it ended before its period was over, or null
 */
public record Arrangement(
        @Nullable DeputyAppointed appointed,
        @Nullable DeputyAgreed agreed,
        @Nullable DeputyEnded ended) {

    /** None that anybody has spoken of. */
    public static final Arrangement NONE = new Arrangement(null, null, null);

    /** Whether somebody has appointed a deputy by it. */
    public boolean exists() {
        return appointed != null;
    }

    /** What was arranged. */
    public DeputyAppointed required() {
        DeputyAppointed known = appointed;
        if (known == null) {
            throw new IllegalStateException("nothing was arranged");
        }
        return known;
    }

    /** What it is about, as far as scopes are concerned. */
    public Target target() {
        return new Target(required().site(), required().organization(), null);
    }

    /** Why it cannot be agreed to or ended at a moment: it is over; empty when it can. */
    Optional<Refusal> over(Instant now) {
        DeputyEnded end = ended;
        if (end != null) {
            return refuse(
                    "arrangement-ended",
                    "The arrangement was ended by %s at %s: %s"
                            .formatted(end.endedBy().name(), end.endedAt(), end.reason()),
                    "Arrange it anew");
        }
        return now.isBefore(required().until())
                ? Optional.empty()
                : refuse(
                        "arrangement-over",
                        "The period of the arrangement was over at %s."
                                .formatted(required().until()),
                        "Arrange it anew");
    }

    /** What came of asking to approve under it. */
    public sealed interface Use {

        /** The account stands in. */
        record Permitted(Mandate mandate) implements Use {}

        /** It does not, for this reason. */
        record Denied(Refusal refusal) implements Use {}
    }

    /** Whether the account may approve under it at this moment on a cluster, with what was lent. */
    public Use use(Authority account, String site, ClusterId cluster, Instant now) {
        DeputyAppointed arranged = appointed;
        if (arranged == null || !arranged.deputy().equals(account.name())) {
            return denied(
                    "approver-not-deputy",
                    "%s is not the deputy of an arrangement of this id.".formatted(account.name()),
                    "Approve in your own right, or under an arrangement that names you");
        }
        DeputyAgreed second = agreed;
        Optional<Refusal> over = over(now);
        if (over.isPresent()) {
            return new Use.Denied(over.get());
        }
        if (second == null || now.isBefore(second.agreedAt())) {
            return denied(
                    "arrangement-not-agreed",
                    "Nobody has agreed yet that %s stands in for %s."
                            .formatted(account.name(), arranged.appointedBy().name()),
                    "A second approver agrees first");
        }
        if (now.isBefore(arranged.from())) {
            return denied(
                    "arrangement-not-begun",
                    "The period of the arrangement begins at %s.".formatted(arranged.from()),
                    "Wait for it, or approve in your own right");
        }
        if (account.subject().equals(arranged.appointedBy().subject())
                || account.subject().equals(second.agreedBy().subject())) {
            return denied(
                    "approver-arranged-it",
                    "%s took part in the arrangement under another name.".formatted(account.name()),
                    "Approve in your own right");
        }
        String where = arranged.site();
        if (!arranged.organization().equals(cluster.organization()) || (where != null && !where.equals(site))) {
            return denied(
                    "approver-arrangement-elsewhere",
                    "The arrangement is not about the cluster %s.".formatted(cluster),
                    "Approve in your own right, or under an arrangement for this cluster");
        }
        return new Use.Permitted(new Mandate(
                arranged.arrangement(),
                arranged.appointedBy(),
                arranged.delegations(),
                second.agreedBy(),
                second.agreedAt(),
                arranged.from(),
                arranged.until()));
    }

    private static Use denied(String type, String detail, String remedy) {
        return new Use.Denied(new Refusal(type, detail, remedy, Map.of()));
    }

    private static Optional<Refusal> refuse(String type, String detail, String remedy) {
        return Optional.of(new Refusal(type, detail, remedy, Map.of()));
    }
}
