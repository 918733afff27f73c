package dev.lockstep.history.certificate;

import dev.lockstep.contracts.Authority;
import dev.lockstep.contracts.ClusterId;
import dev.lockstep.contracts.orchestration.Approval;
import dev.lockstep.contracts.orchestration.ApprovalNeed;
import dev.lockstep.contracts.orchestration.RolloutEvent.RolloutRequested;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Which approvals of a rollout count at a moment, judged from the entries alone. */
public final class Approvals {

    private static final String APPROVER = "approver";
    private static final List<String> STRENGTH =
            List.of("VIEW_ONLY", "EXCHANGE_ADMINISTRATOR", "EXCHANGE_FULL_ADMINISTRATOR");

    private final List<Given> given = new ArrayList<>();
    private List<ApprovalNeed> needs = List.of();

    /**
     * An approval and the entry that says so.
     *
     * @param parts what it is for; empty for the whole plan
     */
    public record Given(long entry, Approval approval, List<String> parts, boolean withdrawn) {
        /** Keeps its own copy. */
        public Given {
            parts = List.copyOf(parts);
        }

        private boolean isFor(String part) {
            return parts.isEmpty() || parts.contains(part);
        }
    }

    /** The needs of the rollout. */
    public void require(List<ApprovalNeed> wanted) {
        needs = List.copyOf(wanted);
    }

    /** Takes an approval in; one without parts is for the whole plan. */
    public void add(long entry, Approval approval, List<String> parts) {
        given.add(new Given(entry, approval, List.copyOf(parts), false));
    }

    /** None of this account's approvals counts any more. */
    public void withdraw(Authority by) {
        given.replaceAll(each -> each.approval().approver().subject().equals(by.subject())
                ? new Given(each.entry(), each.approval(), each.parts(), true)
                : each);
    }

    /** The approvals that a step rests on: of each person the first that counts, for each need. */
    public List<Given> restingOn(RolloutRequested request, String step, Instant at) {
        return needsOf(step).stream()
                .flatMap(need -> counting(request, need, at).stream())
                .distinct()
                .toList();
    }

    private List<Given> counting(RolloutRequested request, Need need, Instant at) {
        Map<String, Given> bySubject = new LinkedHashMap<>();
        given.stream()
                .filter(each -> each.isFor(need.part())
                        && objection(each, request, need, at).isEmpty())
                .forEach(
                        each -> bySubject.putIfAbsent(each.approval().approver().subject(), each));
        return List.copyOf(bySubject.values());
    }

    /** Why the approvals of a step do not suffice; empty when they do. */
    public List<String> objections(RolloutRequested request, String step, Instant at) {
        return needsOf(step).stream()
                .filter(need -> counting(request, need, at).size() < need.approvers())
                .map(need -> objections(request, need, at))
                .toList();
    }

    private String objections(RolloutRequested request, Need need, Instant at) {
        List<Given> about =
                given.stream().filter(each -> each.isFor(need.part())).toList();
        String found = about.isEmpty()
                ? "nobody had approved"
                : about.stream()
                        .map(each -> "entry %d: %s"
                                .formatted(
                                        each.entry(),
                                        objection(each, request, need, at).orElse("counts")))
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

    private static Optional<String> objection(Given given, RolloutRequested request, Need need, Instant at) {
        if (given.withdrawn()) {
            return Optional.of("it was withdrawn");
        }
        return objection(given.approval(), request, at)
                .or(() -> need.delegations().stream()
                        .filter(needed -> !holds(given.approval().approver(), needed))
                        .findFirst()
                        .map("the approver did not hold %s"::formatted));
    }

    private static Optional<String> objection(Approval approval, RolloutRequested request, Instant at) {
        Authority approver = approval.approver();
        if (!approval.planHash().equals(request.planHash())) {
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

    /** The role itself or a stronger one, at the organization. */
    private static boolean holds(Authority approver, String needed) {
        int sign = needed.indexOf('@');
        int strength = STRENGTH.indexOf(needed.substring(0, sign));
        String where = needed.substring(sign);
        return STRENGTH.stream()
                .skip(Math.max(strength, 0))
                .anyMatch(role -> approver.delegations().contains(role + where));
    }
}
