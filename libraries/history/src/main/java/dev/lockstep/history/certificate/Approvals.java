package dev.lockstep.history.certificate;

import dev.lockstep.contracts.Authority;
import dev.lockstep.contracts.ClusterId;
import dev.lockstep.contracts.orchestration.Approval;
import dev.lockstep.contracts.orchestration.ApprovalEvent;
import dev.lockstep.contracts.orchestration.ApprovalEvent.ApprovalCarriedOver;
import dev.lockstep.contracts.orchestration.ApprovalEvent.ApprovalGatePassed;
import dev.lockstep.contracts.orchestration.ApprovalEvent.ApprovalGateRequested;
import dev.lockstep.contracts.orchestration.ApprovalEvent.ApprovalWithdrawn;
import dev.lockstep.contracts.orchestration.ApprovalEvent.ApprovalsLapsed;
import dev.lockstep.contracts.orchestration.ApprovalEvent.ApprovalsRequired;
import dev.lockstep.contracts.orchestration.ApprovalEvent.ApprovedAsDeputy;
import dev.lockstep.contracts.orchestration.ApprovalEvent.PartsApproved;
import dev.lockstep.contracts.orchestration.ApprovalEvent.RolloutApproved;
import dev.lockstep.contracts.orchestration.ApprovalEvent.RolloutRejected;
import dev.lockstep.contracts.orchestration.ApprovalNeed;
import dev.lockstep.contracts.orchestration.Mandate;
import dev.lockstep.contracts.orchestration.OverrideEvent.ApprovalOverridden;
import dev.lockstep.contracts.orchestration.RolloutEvent.RolloutRequested;
import dev.lockstep.contracts.orchestration.RolloutStep;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which approvals of a rollout count at a moment, judged from the entries alone. */
public final class Approvals {

    private static final String APPROVER = "approver";
    private static final String EVERYTHING = "";
    private final List<Given> given = new ArrayList<>();
    private final Set<String> executed = new HashSet<>();
    private final Map<Long, ApprovalOverridden> overrides = new LinkedHashMap<>();
    private List<ApprovalNeed> needs = List.of();
    private @Nullable RolloutRequested request;

    /**
     * An approval and the entry that says so.
     *
     * @param parts what it is for; empty for the whole plan
     * @param ended what it stopped counting for, with the reason; the empty name stands for everything
     * @param planHash the plan to which it counts: its own, or that of the rollout that it was rightly carried over to
     * @param origin the rollout that it was given to, when it was carried over from there; else null
     * @param mandate on what it rests when a deputy gave it; else null
     */
    public record Given(
            long entry,
            Approval approval,
            List<String> parts,
            Map<String, String> ended,
            String planHash,
            @Nullable UUID origin,
            @Nullable Mandate mandate) {
        /** Keeps its own copies. */
        public Given {
            parts = List.copyOf(parts);
            ended = Map.copyOf(ended);
        }

        private Set<String> delegations() {
            return mandate == null ? approval.approver().delegations() : mandate.delegations();
        }

        private boolean isFor(String part) {
            return parts.isEmpty() || parts.contains(part);
        }

        private Given ended(List<String> what, String why) {
            Map<String, String> all = new HashMap<>(ended);
            what.forEach(part -> all.putIfAbsent(part, why));
            return new Given(entry, approval, parts, all, planHash, origin, mandate);
        }

        /** The subjects of all whose authority it is: deputy and lender are one. */
        private Set<String> persons() {
            String approver = approval.approver().subject();
            return mandate == null
                    ? Set.of(approver)
                    : new HashSet<>(List.of(approver, mandate.lender().subject()));
        }

        private Optional<String> ending(String part) {
            return Optional.ofNullable(ended.getOrDefault(EVERYTHING, ended.get(part)));
        }
    }

    /** The rollout that is to be approved. */
    public void request(RolloutRequested asked) {
        request = asked;
    }

    /** A step of the rollout began to be carried out. */
    public void executed(String step) {
        executed.add(step);
    }

    /**
     * Takes in what an entry says.
     *
     * @param origins the approvals of the other rollouts of the cluster, as far as they are known
     */
    public void apply(long entry, ApprovalEvent event, Function<UUID, Optional<Approvals>> origins) {
        switch (event) {
            case ApprovalsRequired required -> needs = required.needs();
            case RolloutApproved(var _, var _, Approval approval) -> add(entry, approval, List.of(), null);
            case PartsApproved(var _, var _, List<String> parts, Approval approval) ->
                add(entry, approval, parts, null);
            case ApprovedAsDeputy(var _, var _, List<String> parts, Approval approval, Mandate mandate) ->
                add(entry, approval, parts, mandate);
            case ApprovalWithdrawn withdrawn ->
                given.replaceAll(
                        each -> each.persons().contains(withdrawn.withdrawnBy().subject())
                                ? each.ended(List.of(EVERYTHING), "it was withdrawn")
                                : each);
            case ApprovalsLapsed lapsed -> given.replaceAll(each -> each.ended(lapsed.parts(), "it had lapsed"));
            case ApprovalCarriedOver carried -> carryOver(entry, carried, origins.apply(carried.origin()));
            case ApprovalGateRequested _, ApprovalGatePassed _, RolloutRejected _ -> {
                // Says nothing about who approved.
            }
        }
    }

    private void add(long entry, Approval approval, List<String> parts, @Nullable Mandate mandate) {
        given.add(new Given(entry, approval, parts, Map.of(), approval.planHash(), null, mandate));
    }

    /** The approvals that deputies gave, whether they count or not. */
    Stream<Given> byDeputies() {
        return given.stream().filter(each -> each.mandate() != null);
    }

    /** What was not rightly carried over counts for the plan that it names, and not for this one. */
    private void carryOver(long entry, ApprovalCarriedOver carried, Optional<Approvals> origin) {
        RolloutRequested asked = request;
        String own = carried.approval().planHash();
        boolean rightly = origin.filter(
                        before -> carried.parts().stream().allMatch(part -> before.covers(part, carried, needs)))
                .isPresent();
        given.add(new Given(
                entry,
                carried.approval(),
                carried.parts(),
                Map.of(),
                rightly && asked != null ? asked.planHash() : own,
                carried.origin(),
                null));
    }

    /** Whether the approval was given here, for the same steps, counted still, and nothing of them was carried out. */
    private boolean covers(String part, ApprovalCarriedOver carried, List<ApprovalNeed> wanted) {
        Approval approval = carried.approval();
        boolean same = wanted.stream()
                .filter(need -> need.part().equals(part))
                .anyMatch(need -> needs.stream()
                                .anyMatch(before -> before.part().equals(part)
                                        && before.content().equals(need.content())
                                        && before.steps().equals(need.steps()))
                        && need.steps().stream().noneMatch(executed::contains));
        return same
                && given.stream()
                        .anyMatch(each -> each.mandate() == null
                                && each.isFor(part)
                                && each.ending(part).isEmpty()
                                && each.approval()
                                        .approver()
                                        .withoutName()
                                        .equals(approval.approver().withoutName())
                                && each.approval().decidedAt().equals(approval.decidedAt())
                                && each.approval().planHash().equals(approval.planHash())
                                && !approval.expiresAt().isAfter(each.approval().expiresAt()));
    }

    /** Two persons let a step go on without the approvals that it needs; only what two rightful persons said counts. */
    public void override(long entry, ApprovalOverridden overridden) {
        overrides.put(entry, overridden);
    }

    private Optional<String> objection(ApprovalOverridden override, Instant at) {
        RolloutRequested asked = request;
        Authority second = override.confirmedBy();
        if (asked == null) {
            return Optional.of("nobody had asked for the rollout");
        }
        if (second.subject().equals(override.proposedBy().subject())) {
            return Optional.of("the same person proposed and confirmed it");
        }
        if (second.subject().equals(asked.requestedBy().subject())) {
            return Optional.of("it was confirmed by the requester");
        }
        return lacking(second, asked)
                .or(() -> at.isBefore(override.confirmedAt()) || !at.isBefore(override.expiresAt())
                        ? Optional.of("it was not for that time")
                        : Optional.empty());
    }

    private boolean isOverridden(String step, Instant at) {
        return overrides.values().stream()
                .anyMatch(override ->
                        override.step().equals(step) && objection(override, at).isEmpty());
    }

    /** Why the rollout's first change could not be carried out at a moment; empty when it could, as far as approvals go. */
    public List<String> objectionsToStart(Instant at) {
        RolloutRequested asked = request;
        return asked == null
                ? List.of("nobody had asked for the rollout")
                : asked.steps().stream()
                        .filter(RolloutStep::changesState)
                        .findFirst()
                        .map(first -> objections(first.id(), at))
                        .orElseGet(List::of);
    }

    /** The approvals that a step rests on: of each person the first that counts, for each need. */
    public List<Given> restingOn(String step, Instant at) {
        return needsOf(step).stream()
                .flatMap(need -> counting(need, at).stream())
                .distinct()
                .toList();
    }

    private List<Given> counting(Need need, Instant at) {
        List<Given> counting = new ArrayList<>();
        Set<String> counted = new HashSet<>();
        given.stream()
                .filter(each ->
                        each.isFor(need.part()) && objection(each, need, at).isEmpty())
                .filter(each -> Collections.disjoint(counted, each.persons()))
                .forEach(each -> {
                    counting.add(each);
                    counted.addAll(each.persons());
                });
        return counting;
    }

    /** Why the approvals of a step do not suffice; empty when they do. */
    public List<String> objections(String step, Instant at) {
        return isOverridden(step, at) ? List.of() : objectionsUnlessOverridden(step, at);
    }

    private List<String> objectionsUnlessOverridden(String step, Instant at) {
        List<String> overridden = overrides.entrySet().stream()
                .filter(each -> each.getValue().step().equals(step))
                .map(each -> "the glass broken in entry %d does not count: %s"
                        .formatted(each.getKey(), objection(each.getValue(), at).orElse("")))
                .toList();
        return Stream.concat(objectionsOfNeeds(step, at).stream(), overridden.stream())
                .toList();
    }

    private List<String> objectionsOfNeeds(String step, Instant at) {
        return needsOf(step).stream()
                .filter(need -> counting(need, at).size() < need.approvers())
                .map(need -> objectionsTo(need, at))
                .toList();
    }

    private String objectionsTo(Need need, Instant at) {
        List<Given> about =
                given.stream().filter(each -> each.isFor(need.part())).toList();
        String found = about.isEmpty()
                ? "nobody had approved"
                : about.stream()
                        .map(each -> "entry %d: %s"
                                .formatted(
                                        each.entry(), objection(each, need, at).orElse("counts")))
                        .collect(Collectors.joining("; "));
        return need.approvers() == 1
                ? found
                : "'%s' needs %d approvers: %s".formatted(need.part(), need.approvers(), found);
    }

    /** What a step needs; without recorded needs, or when none of them names it, one approval of the whole plan. */
    private List<Need> needsOf(String step) {
        List<Need> found = needs.stream()
                .filter(need -> need.steps().contains(step))
                .map(need -> new Need(need.part(), need.approvers(), need.delegations()))
                .toList();
        return found.isEmpty() ? List.of(new Need("", 1, Set.of())) : found;
    }

    private record Need(String part, int approvers, Set<String> delegations) {}

    private Optional<String> objection(Given given, Need need, Instant at) {
        RolloutRequested asked = request;
        if (asked == null) {
            return Optional.of("nobody had asked for the rollout");
        }
        return given.ending(need.part())
                .or(() -> objection(given, asked, at))
                .or(() -> given.mandate() == null
                        ? Optional.empty()
                        : Deputies.objection(given.approval(), given.mandate(), asked))
                .or(() -> need.delegations().stream()
                        .filter(needed -> !Delegations.include(given.delegations(), needed))
                        .findFirst()
                        .map(
                                (given.mandate() == null ? "the approver did not hold %s" : "%s was not lent")
                                        ::formatted));
    }

    private static Optional<String> objection(Given given, RolloutRequested request, Instant at) {
        Approval approval = given.approval();
        Authority approver = approval.approver();
        if (!given.planHash().equals(request.planHash())) {
            return Optional.of("it is for the plan " + approval.planHash());
        }
        if (approver.subject().equals(request.requestedBy().subject())) {
            return Optional.of("it is by the requester");
        }
        Optional<String> lacking = lacking(approver, request);
        if (lacking.isPresent()) {
            return lacking;
        }
        if (at.isBefore(approval.decidedAt())) {
            return Optional.of("it was given later");
        }
        return at.isBefore(approval.expiresAt()) ? Optional.empty() : Optional.of("it had expired");
    }

    /** What somebody lacked who decided as an approver; empty when nothing. */
    static Optional<String> lacking(Authority approver, RolloutRequested request) {
        if (!approver.roles().contains(APPROVER)) {
            return Optional.of("the approver did not hold the role");
        }
        return approver.scopes().stream().anyMatch(scope -> covers(scope, request))
                ? Optional.empty()
                : Optional.of("no scope of the approver covers the cluster");
    }

    private static boolean covers(String scope, RolloutRequested request) {
        ClusterId cluster = request.cluster();
        return scope.equals("*")
                || scope.equals("site:" + request.site())
                || scope.equals("organization:" + cluster.organization());
    }
}
