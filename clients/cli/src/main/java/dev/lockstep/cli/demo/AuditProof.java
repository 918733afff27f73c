package dev.lockstep.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.lockstep.cli.api.PlatformClient;
import dev.lockstep.cli.api.Query;
import dev.lockstep.cli.api.Service;
import dev.lockstep.cli.audit.EntryProof;
import dev.lockstep.cli.command.Json;
import dev.lockstep.transparencylog.LogKeys;

/** What the history promises about a rollout, each promise looked at. */
final class AuditProof {

    private final PlatformClient platform;
    private final String verifierKeys;
    private final Findings findings;

    /** @param verifierKeys the log's public keys */
    AuditProof(PlatformClient platform, String verifierKeys, Findings findings) {
        this.platform = platform;
        this.verifierKeys = verifierKeys;
        this.findings = findings;
    }

    /** The history of a rollout once it tells of the rollout's end; entries follow events by a moment. */
    JsonNode historyOf(String rollout) throws InterruptedException {
        return Eventually.answer("the history does not tell of the rollout's end", () -> {
            JsonNode history = platform.get(Service.AUDIT, Query.of("/rollouts/{}/history", rollout));
            return Json.text(history, "outcome").equals("RUNNING") ? MissingNode.getInstance() : history;
        });
    }

    void check(JsonNode history) {
        JsonNode approval = history.path("decisions").path(0);
        findings.expect(
                "somebody other than the requester approved, with the authority",
                approval.path("approved").asBoolean()
                        && !Json.text(approval, "by.subject").equals(Json.text(history, "request.by.subject"))
                        && Json.text(approval, "by.delegations").contains("EXCHANGE_FULL_ADMINISTRATOR"),
                "%s, %s".formatted(Json.text(approval, "by.name"), Json.text(approval, "by.delegations")));
        findings.expect(
                "no two steps of the cluster overlapped",
                history.path("oneAtATime").path("held").asBoolean()
                        && history.path("oneAtATime")
                                        .path("executionsOfCluster")
                                        .asInt()
                                > 0,
                "%s executions looked at".formatted(Json.text(history, "oneAtATime.executionsOfCluster")));
        EntryProof.Proof proof = new EntryProof(
                        platform, LogKeys.parse(verifierKeys).orElseThrow())
                .check(approval.path("entry").asLong());
        findings.expect("the approval's entry is proved on this machine", proof.held(), proof.sentence());
    }
}
