package dev.lockstep.orchestration.approval;

import dev.lockstep.contracts.Authority;
import dev.lockstep.contracts.InventoryVersions;
import dev.lockstep.contracts.orchestration.Approval;
import dev.lockstep.contracts.orchestration.ApprovalNeed;
import dev.lockstep.contracts.orchestration.Mandate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which approvals a rollout needs and which were given. A person counts once for each need, however often they approved, and so do a
 * deputy and the one whose authority was lent: approvals that count for a need never have a person in common.
 *
 * @param needs empty for rollouts that were asked for before needs were recorded: one approval of the whole plan suffices for them
 * @param given in the order in which they were given, withdrawn and lapsed ones included
 * @param gate the gate that was asked for last for an approval, or null
 * @param override what two persons said about breaking the glass
 */
public record Approvals(
        List<ApprovalNeed> needs,
        List<Given> given,
        @Nullable Gate gate,
        BreakGlass override) {

    /** None needed and none given. */
    public static final Approvals NONE = new Approvals(List.of(), List.of(), null, BreakGlass.NONE);

    public Approvals {
        needs = List.copyOf(needs);
        given = List.copyOf(given);
    }

    /** That an approver took an approval back. */
    public record Withdrawal(Instant at, String reason) {}

    /** That approvals of parts stopped counting because what they rested on did not stay so. */
    public record Lapse(Set<String> parts, Instant at, String reason) {
        public Lapse {
            parts = Set.copyOf(parts);
        }
    }

    /**
     * A gate that was asked for because somebody wants to approve.
     *
     * @param passed whether approvals rest on it
     */
    public record Gate(UUID id, InventoryVersions versions, Instant askedAt, boolean passed) {}

    /**
     * An approval.
     *
     * @param parts the needs that it is for; empty for the whole plan
     * @param withdrawal null unless it was taken back
     * @param lapses in order; each is about some of its parts
     * @param origin the rollout that it was given to, when it was carried over from there; else null
     * @param mandate on what it rests when a deputy gave it; else null
     */
    public record Given(
            Approval approval,
            Set<String> parts,
            @Nullable Withdrawal withdrawal,
            List<Lapse> lapses,
            @Nullable UUID origin,
            @Nullable Mandate mandate) {
        public Given {
            parts = Set.copyOf(parts);
            lapses = List.copyOf(lapses);
        }

        /** Whether it is for the part and may still count for steps that have not begun. */
        public boolean countsFor(String part, Instant now) {
            return isFor(part) && withdrawal == null && lapse(part).isEmpty() && now.isBefore(approval.expiresAt());
        }

        /** That it lapsed for the part, if it did. */
        public Optional<Lapse> lapse(String part) {
            return lapses.stream().filter(lapse -> lapse.parts().contains(part)).findFirst();
        }

        private Given lapsed(Lapse lapse) {
            return new Given(
                    approval,
                    parts,
                    withdrawal,
                    Stream.concat(lapses.stream(), Stream.of(lapse)).toList(),
                    origin,
                    mandate);
        }

        private Given withdrawn(Withdrawal taken) {
            return new Given(approval, parts, taken, lapses, origin, mandate);
        }

        /** Whether it is for the part. */
        public boolean isFor(String part) {
            return parts.isEmpty() || parts.contains(part);
        }

        /** The subjects of all whose authority it is: who gave it, and whom a deputy stood in for. */
        Set<String> persons() {
            return persons(approval.approver(), mandate);
        }

        private static Set<String> persons(Authority approver, @Nullable Mandate mandate) {
            return mandate == null
                    ? Set.of(approver.subject())
                    : new TreeSet<>(List.of(approver.subject(), mandate.lender().subject()));
        }

        private boolean sharesOneOf(Set<String> persons) {
            return !Collections.disjoint(persons(), persons);
        }

        /** Who gave it, and in whose place. */
        public String by() {
            String name = approval.approver().name();
            return mandate == null
                    ? name
                    : "%s as deputy of %s".formatted(name, mandate.lender().name());
        }
    }

    /** With these needs. */
    public Approvals needing(List<ApprovalNeed> wanted) {
        return new Approvals(wanted, given, gate, override);
    }

    /** With one more. */
    public Approvals with(Approval approval, List<String> parts) {
        return with(new Given(approval, Set.copyOf(parts), null, List.of(), null, null));
    }

    /** With one by a deputy. */
    public Approvals asDeputy(Approval approval, List<String> parts, Mandate mandate) {
        return with(new Given(approval, Set.copyOf(parts), null, List.of(), null, mandate));
    }

    /** With one that was given to another rollout. */
    public Approvals carriedOver(Approval approval, List<String> parts, UUID origin) {
        return with(new Given(approval, Set.copyOf(parts), null, List.of(), origin, null));
    }

    private Approvals with(Given one) {
        return new Approvals(
                needs, Stream.concat(given.stream(), Stream.of(one)).toList(), gate, override);
    }

    /** With what was said about breaking the glass. */
    public Approvals overriding(BreakGlass said) {
        return new Approvals(needs, given, gate, said);
    }

    /** With the gate asked for last. */
    public Approvals asking(Gate asked) {
        return new Approvals(needs, given, asked, override);
    }

    /** None that was given so far counts any more for the parts of the lapse. */
    public Approvals lapsed(Lapse lapse) {
        return new Approvals(
                needs, given.stream().map(each -> each.lapsed(lapse)).toList(), gate, override);
    }

    /** Without those of an account, and those that were given in its place. */
    public Approvals withdrawn(Authority by, Withdrawal withdrawal) {
        return new Approvals(
                needs,
                given.stream()
                        .map(each -> each.withdrawal() == null && each.sharesOneOf(Set.of(by.subject()))
                                ? each.withdrawn(withdrawal)
                                : each)
                        .toList(),
                gate,
                override);
    }

    /** Whether an account has approved and not withdrawn, or somebody in its place, lapsed or not. */
    public boolean holdsOneOf(Authority account) {
        return given.stream()
                .anyMatch(each -> each.withdrawal() == null && each.sharesOneOf(Set.of(account.subject())));
    }

    /**
     * The approval that counts for the part already, by the account or by whoever is one with it.
     *
     * @param mandate on what the account would approve, or null in its own right
     */
    public Optional<Given> counts(Authority account, @Nullable Mandate mandate, String part, Instant now) {
        Set<String> persons = Given.persons(account, mandate);
        return given.stream()
                .filter(each -> each.countsFor(part, now) && each.sharesOneOf(persons))
                .findFirst();
    }

    /**
     * Whether an approval was given with this token that counts no more for a part that it was for: what was taken back or lapsed does
     * not come back by a token that somebody may have kept.
     */
    public boolean spent(String tokenId, String part, Instant now) {
        return given.stream()
                .anyMatch(each -> tokenId.equals(each.approval().approver().tokenId())
                        && each.isFor(part)
                        && !each.countsFor(part, now));
    }

    /** The needs of a step for which somebody's approval counts. */
    public List<String> countingPartsOf(String step, Instant now) {
        return needsOf(step)
                .map(ApprovalNeed::part)
                .filter(part -> !counting(part, now).isEmpty())
                .toList();
    }

    /** The approvals that count for a part, one for each approver: the one that lapses last. */
    public List<Approval> counting(String part, Instant now) {
        return countingOnce(part, now).stream().map(Given::approval).toList();
    }

    /** Of those, the ones that were given in the approver's own right. */
    public List<Approval> countingInOwnRight(String part, Instant now) {
        return countingOnce(part, now).stream()
                .filter(each -> each.mandate() == null)
                .map(Given::approval)
                .toList();
    }

    private List<Given> countingOnce(String part, Instant now) {
        List<Given> counting = new ArrayList<>();
        for (Given each : given) {
            if (!each.countsFor(part, now)) {
                continue;
            }
            Optional<Given> other = counting.stream()
                    .filter(one -> one.sharesOneOf(each.persons()))
                    .findFirst();
            if (other.isEmpty()) {
                counting.add(each);
            } else if (other.get().persons().equals(each.persons())
                    && other.get()
                            .approval()
                            .expiresAt()
                            .isBefore(each.approval().expiresAt())) {
                counting.set(counting.indexOf(other.get()), each);
            }
        }
        return counting;
    }

    /** The approvals that a step rests on. */
    private List<Given> restingOn(String step, Instant now) {
        if (needs.isEmpty()) {
            return countingOnce("", now).stream().limit(1).toList();
        }
        return needsOf(step)
                .flatMap(need -> countingOnce(need.part(), now).stream())
                .distinct()
                .toList();
    }

    /** What a step rests on at this moment, in words: by whom it was approved, or who broke the glass. */
    public String basisOf(String step, Instant now) {
        return override.of(step, now)
                .filter(_ -> !missingUnlessOverridden(step, now).isEmpty())
                .map(broken -> ", glass broken by %s and %s"
                        .formatted(
                                broken.proposedBy().name(), broken.confirmedBy().name()))
                .orElseGet(() -> restingOn(step, now).stream()
                        .map(Given::by)
                        .distinct()
                        .collect(Collectors.joining(" and ", " by ", "")));
    }

    /** Why a step may not change anything, each reason a sentence without its full stop; empty when it may. */
    public List<String> missing(String step, Instant now) {
        return override.of(step, now).isPresent() ? List.of() : missingUnlessOverridden(step, now);
    }

    /** What a step lacks, whether the glass was broken for it or not. */
    public List<String> missingUnlessOverridden(String step, Instant now) {
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
        if (approvers == 1
                && lapsed.stream()
                        .allMatch(each ->
                                each.withdrawal() == null && each.lapse(part).isEmpty())) {
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
                        lapsed.stream().map(each -> why(each, part)))
                .collect(Collectors.joining("; "));
    }

    private static String why(Given given, String part) {
        String name = given.by();
        Withdrawal withdrawal = given.withdrawal();
        if (withdrawal != null) {
            return "%s withdrew at %s: %s".formatted(name, withdrawal.at(), withdrawal.reason());
        }
        return given.lapse(part)
                .map(lapse -> "that of %s lapsed at %s: %s".formatted(name, lapse.at(), lapse.reason()))
                .orElseGet(() -> "that of %s expired at %s"
                        .formatted(name, given.approval().expiresAt()));
    }

    private static String named(ApprovalNeed need) {
        return switch (need.extent()) {
            case PLAN -> "this rollout";
            case STAGE, STEP -> "the part '%s'".formatted(need.part());
        };
    }
}
