package dev.lockstep.orchestration.approval;

import dev.lockstep.contracts.Authority;
import dev.lockstep.contracts.orchestration.Approval;
import dev.lockstep.contracts.orchestration.ApprovalNeed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which approvals a rollout needs and which were given. A person counts once for each need, however often they approved.
 *
 * @param needs empty for rollouts that were asked for before needs were recorded: one approval of the whole plan suffices for them
 * @param given in the order in which they were given, withdrawn ones included
 */
public record Approvals(List<ApprovalNeed> needs, List<Given> given) {

    /** None needed and none given. */
    public static final Approvals NONE = new Approvals(List.of(), List.of());

    public Approvals {
        needs = List.copyOf(needs);
        given = List.copyOf(given);
    }

    /** That an approver took an approval back. */
    public record Withdrawal(Instant at, String reason) {}

    /**
     * An approval.
     *
     * @param parts the needs that it is for; empty for the whole plan
     * @param withdrawal null unless it was taken back
     */
    public record Given(
            Approval approval, Set<String> parts, @Nullable Withdrawal withdrawal) {
        public Given {
            parts = Set.copyOf(parts);
        }

        /** Whether it is for the part and may still count for steps that have not begun. */
        public boolean countsFor(String part, Instant now) {
            return isFor(part) && withdrawal == null && now.isBefore(approval.expiresAt());
        }

        /** Whether it is for the part. */
        public boolean isFor(String part) {
            return parts.isEmpty() || parts.contains(part);
        }

        private boolean isBy(String subject) {
            return approval.approver().subject().equals(subject);
        }
    }

    /** With these needs. */
    public Approvals needing(List<ApprovalNeed> wanted) {
        return new Approvals(wanted, given);
    }

    /** With one more. */
    public Approvals with(Approval approval, List<String> parts) {
        return new Approvals(
                needs,
                Stream.concat(given.stream(), Stream.of(new Given(approval, Set.copyOf(parts), null)))
                        .toList());
    }

    /** Without those of an account. */
    public Approvals withdrawn(Authority by, Withdrawal withdrawal) {
        return new Approvals(
                needs,
                given.stream()
                        .map(each -> each.withdrawal() == null && each.isBy(by.subject())
                                ? new Given(each.approval(), each.parts(), withdrawal)
                                : each)
                        .toList());
    }

    /** Whether an account has approved and not withdrawn, lapsed or not. */
    public boolean holdsOneOf(Authority account) {
        return given.stream().anyMatch(each -> each.withdrawal() == null && each.isBy(account.subject()));
    }

    /** Whether an approval of the account counts for the part. */
    public boolean counts(Authority account, String part, Instant now) {
        return given.stream().anyMatch(each -> each.isBy(account.subject()) && each.countsFor(part, now));
    }

    /** The approvals that count for a part, one for each approver: the one that lapses last. */
    public List<Approval> counting(String part, Instant now) {
        Map<String, Approval> bySubject = new LinkedHashMap<>();
        given.stream()
                .filter(each -> each.countsFor(part, now))
                .map(Given::approval)
                .forEach(approval -> bySubject.merge(
                        approval.approver().subject(),
                        approval,
                        (one, other) -> one.expiresAt().isBefore(other.expiresAt()) ? other : one));
        return List.copyOf(bySubject.values());
    }

    /** The approvals that a step rests on. */
    public List<Approval> restingOn(String step, Instant now) {
        if (needs.isEmpty()) {
            return counting("", now).stream().limit(1).toList();
        }
        return needsOf(step)
                .flatMap(need -> counting(need.part(), now).stream())
                .distinct()
                .toList();
    }

    /** Why a step may not change anything, each reason a sentence without its full stop; empty when it may. */
    public List<String> missing(String step, Instant now) {
        if (needs.isEmpty()) {
            return counting("", now).isEmpty() ? List.of(shortOf("this rollout", 1, List.of(), "", now)) : List.of();
        }
        List<String> missing = new ArrayList<>();
        needsOf(step).forEach(need -> {
            List<Approval> counting = counting(need.part(), now);
            if (counting.size() < need.approvers()) {
                missing.add(shortOf(named(need), need.approvers(), counting, need.part(), now));
            }
        });
        return missing;
    }

    /** The reasons as a sentence. */
    public static String sentence(List<String> missing) {
        String text = String.join("; ", missing);
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1) + ".";
    }

    private Stream<ApprovalNeed> needsOf(String step) {
        return needs.stream().filter(need -> need.steps().contains(step));
    }

    private String shortOf(String what, int approvers, List<Approval> counting, String part, Instant now) {
        List<Given> lapsed = given.stream()
                .filter(each -> each.isFor(part) && !each.countsFor(part, now))
                .toList();
        if (counting.isEmpty() && lapsed.isEmpty()) {
            return "nobody has approved %s%s".formatted(what, approvers == 1 ? "" : ", which needs " + approvers);
        }
        if (approvers == 1 && lapsed.stream().allMatch(each -> each.withdrawal() == null)) {
            return "every approval of %s has expired".formatted(what);
        }
        return Stream.concat(
                        Stream.of("%s needs %d approval%s and has %d that count%s"
                                .formatted(
                                        what,
                                        approvers,
                                        approvers == 1 ? "" : "s",
                                        counting.size(),
                                        counting.size() == 1 ? "s" : "")),
                        lapsed.stream().map(Approvals::why))
                .collect(Collectors.joining("; "));
    }

    private static String why(Given given) {
        String name = given.approval().approver().name();
        Withdrawal withdrawal = given.withdrawal();
        return withdrawal == null
                ? "that of %s expired at %s".formatted(name, given.approval().expiresAt())
                : "%s withdrew at %s: %s".formatted(name, withdrawal.at(), withdrawal.reason());
    }

    private static String named(ApprovalNeed need) {
        return switch (need.extent()) {
            case PLAN -> "this rollout";
            case STAGE, STEP -> "the part '%s'".formatted(need.part());
        };
    }
}
