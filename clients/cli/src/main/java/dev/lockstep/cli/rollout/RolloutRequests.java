package dev.lockstep.cli.rollout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.cli.api.PlatformClient;
import dev.lockstep.cli.api.Query;
import dev.lockstep.cli.api.Service;
import dev.lockstep.contracts.orchestration.RolloutEvent.Decision;
import dev.lockstep.contracts.work.Attestation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one account asks of the orchestration service about rollouts. */
public final class RolloutRequests {

    private final PlatformClient platform;

    public RolloutRequests(PlatformClient platform) {
        this.platform = platform;
    }

    /** Asks for a plan to be carried out. */
    public JsonNode request(String planHash) {
        return request(planHash, null);
    }

    /** Asks for a plan to be carried out in place of an aborted rollout, whose approvals of unchanged parts are kept. */
    public JsonNode request(String planHash, @Nullable String replaces) {
        ObjectNode body = object().put("planHash", planHash);
        if (replaces != null) {
            body.put("replaces", replaces);
        }
        return platform.post(Service.ORCHESTRATION, Query.of("/rollouts"), body);
    }

    /** Agrees to the plan of a rollout: to the parts named, or to all that the account can approve. */
    public JsonNode approve(String rollout, String planHash, String comment, List<String> parts) {
        return approve(rollout, planHash, comment, parts, null);
    }

    /** Agrees under an arrangement, as a deputy. */
    JsonNode approve(
            String rollout, String planHash, String comment, List<String> parts, @Nullable String arrangement) {
        ObjectNode body =
                object().put("planHash", planHash).put("decision", "APPROVE").put("comment", comment);
        if (!parts.isEmpty()) {
            parts.forEach(body.putArray("parts")::add);
        }
        if (arrangement != null) {
            body.put("arrangement", arrangement);
        }
        return platform.post(Service.ORCHESTRATION, Query.of("/rollouts/{}/approvals", rollout), body);
    }

    /** Takes back what the account has approved. */
    public JsonNode withdraw(String rollout, String reason) {
        return platform.post(
                Service.ORCHESTRATION,
                Query.of("/rollouts/{}/approvals", rollout),
                object().put("decision", "WITHDRAW").put("comment", reason));
    }

    /** Refuses the plan of a rollout. */
    public JsonNode reject(String rollout, String planHash, String reason) {
        return platform.post(
                Service.ORCHESTRATION,
                Query.of("/rollouts/{}/approvals", rollout),
                object().put("planHash", planHash).put("decision", "REJECT").put("comment", reason));
    }

    /** Begins. */
    public JsonNode start(String rollout) {
        return platform.post(Service.ORCHESTRATION, Query.of("/rollouts/{}/start", rollout), object());
    }

    /** Ends a rollout, unless a runner's command may be running. */
    public JsonNode abort(String rollout, String reason) {
        return abort(rollout, reason, null);
    }

    /** Ends a rollout, and says in which state the cluster is left. */
    JsonNode abort(String rollout, String reason, @Nullable String stateLeft) {
        return platform.post(
                Service.ORCHESTRATION,
                Query.of("/rollouts/{}/abort", rollout),
                acknowledged(object().put("reason", reason), stateLeft));
    }

    /** Lets a rollout come to rest. */
    public JsonNode pause(String rollout, String reason) {
        return platform.post(
                Service.ORCHESTRATION, Query.of("/rollouts/{}/pause", rollout), object().put("reason", reason));
    }

    /** Lets a paused rollout go on. */
    public JsonNode resume(String rollout, String reason) {
        return platform.post(
                Service.ORCHESTRATION, Query.of("/rollouts/{}/resume", rollout), object().put("reason", reason));
    }

    /** Decides how a held step goes on. */
    public JsonNode decide(String rollout, String step, Decision decision, String reason) {
        return decide(rollout, step, decision, reason, null);
    }

    /** Decides how a held step goes on, and says in which state the cluster is left when the rollout ends there. */
    JsonNode decide(String rollout, String step, Decision decision, String reason, @Nullable String stateLeft) {
        return platform.post(
                Service.ORCHESTRATION,
                Query.of("/rollouts/{}/steps/{}/decisions", rollout, step),
                acknowledged(object().put("decision", decision.name()).put("reason", reason), stateLeft));
    }

    private static ObjectNode acknowledged(ObjectNode body, @Nullable String stateLeft) {
        return stateLeft == null ? body : body.put("acknowledge", stateLeft);
    }

    /** Says that a held step counts as done. */
    public JsonNode proposeMark(String rollout, String step, String reason, String evidence) {
        return platform.post(
                Service.ORCHESTRATION,
                Query.of("/rollouts/{}/steps/{}/mark-done-proposals", rollout, step),
                object().put("reason", reason).put("evidence", evidence));
    }

    /** Agrees that a held step counts as done. */
    public JsonNode confirmMark(String rollout, String step, String proposal, String comment) {
        return platform.post(
                Service.ORCHESTRATION,
                Query.of("/rollouts/{}/steps/{}/mark-done-proposals/{}/confirmation", rollout, step, proposal),
                object().put("comment", comment));
    }

    /** Does not agree that a held step counts as done. */
    public JsonNode rejectMark(String rollout, String step, String proposal, String reason) {
        return platform.post(
                Service.ORCHESTRATION,
                Query.of("/rollouts/{}/steps/{}/mark-done-proposals/{}/rejection", rollout, step, proposal),
                object().put("reason", reason));
    }

    /** Wants a step that waits for approval to go on without it. */
    public JsonNode proposeOverride(String rollout, String step, String reason) {
        return platform.post(
                Service.ORCHESTRATION,
                Query.of("/rollouts/{}/steps/{}/overrides", rollout, step),
                object().put("reason", reason));
    }

    /** Agrees that a step goes on without the approvals that it lacks. */
    public JsonNode confirmOverride(String rollout, String step, String proposal, String comment) {
        return platform.post(
                Service.ORCHESTRATION,
                Query.of("/rollouts/{}/steps/{}/overrides/{}/confirmation", rollout, step, proposal),
                object().put("comment", comment));
    }

    /** Says how attended work went. */
    public JsonNode attest(String rollout, String step, Attestation attestation) {
        return attest(rollout, step, attestation, List.of());
    }

    /**
     * Says how attended work went.
     *
     * @param files SHA-256 of the files that show it, which were given before
     */
    public JsonNode attest(String rollout, String step, Attestation attestation, List<String> files) {
        ObjectNode body = object().put("attempt", attestation.attempt())
                .put("outcome", attestation.outcome().name())
                .put("evidence", attestation.evidence());
        if (!files.isEmpty()) {
            files.forEach(body.putArray("files")::add);
        }
        return platform.post(
                Service.ORCHESTRATION, Query.of("/rollouts/{}/steps/{}/attestations", rollout, step), body);
    }

    /** A rollout as it stands. */
    public RolloutView find(String rollout) {
        return RolloutView.of(platform.get(Service.ORCHESTRATION, Query.of("/rollouts/{}", rollout)));
    }

    /** The rollouts of a cluster, or all. */
    public Iterable<JsonNode> list(@Nullable String cluster, int limit) {
        return platform.all(Service.ORCHESTRATION, Query.of("/rollouts").with("cluster", cluster), limit);
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
