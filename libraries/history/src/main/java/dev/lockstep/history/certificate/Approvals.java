package dev.lockstep.history.certificate;

import dev.lockstep.contracts.Authority;
import dev.lockstep.contracts.ClusterId;
import dev.lockstep.contracts.orchestration.Approval;
import dev.lockstep.contracts.orchestration.RolloutEvent.RolloutRequested;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which approval of a rollout counts at a moment, judged from the entries alone. */
final class Approvals {

    private static final String APPROVER = "approver";

    private final List<Given> given = new ArrayList<>();

    /** An approval and the entry that says so. */
    record Given(long entry, Approval approval) {}

    void add(long entry, Approval approval) {
        given.add(new Given(entry, approval));
    }

    /** The first approval that counts. */
    Optional<Given> counting(RolloutRequested request, Instant at) {
        return given.stream()
                .filter(each -> objection(each.approval(), request, at).isEmpty())
                .findFirst();
    }

    /** Why none counts. */
    String objections(RolloutRequested request, Instant at) {
        if (given.isEmpty()) {
            return "nobody had approved";
        }
        return String.join(
                "; ",
                given.stream()
                        .map(each -> "entry %d: %s"
                                .formatted(
                                        each.entry(),
                                        objection(each.approval(), request, at).orElse("counts")))
                        .toList());
    }

    private static Optional<String> objection(Approval approval, RolloutRequested request, Instant at) {
        Authority approver = approval.approver();
        if (!approval.planHash().equals(request.planHash())) {
            return Optional.of("it is for the plan " + approval.planHash());
        }
        if (approver.subject().equals(request.requestedBy().subject())) {
            return Optional.of("it is by the requester");
        }
        if (!approver.roles().contains(APPROVER)) {
            return Optional.of("the approver did not hold the role");
        }
        if (approver.scopes().stream().noneMatch(scope -> covers(scope, request))) {
            return Optional.of("no scope of the approver covers the cluster");
        }
        if (at.isBefore(approval.decidedAt())) {
            return Optional.of("it was given later");
        }
        return at.isBefore(approval.expiresAt()) ? Optional.empty() : Optional.of("it had expired");
    }

    private static boolean covers(String scope, RolloutRequested request) {
        ClusterId cluster = request.cluster();
        return scope.equals("*")
                || scope.equals("site:" + request.site())
                || scope.equals("organization:" + cluster.organization());
    }
}
