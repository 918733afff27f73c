package dev.lockstep.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.cli.api.PlatformClient;
import dev.lockstep.cli.api.Query;
import dev.lockstep.cli.api.Service;
import dev.lockstep.cli.audit.EntryProof;
import dev.lockstep.cli.command.Json;
import dev.lockstep.cli.terminal.CommandFailure;
import dev.lockstep.cli.terminal.ExitCode;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** What the history promises about a rollout, each promise looked at. */
final class AuditProof {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final PlatformClient platform;
    private final String verifierKey;
    private final Findings findings;

    /** @param verifierKey the log's public key */
    AuditProof(PlatformClient platform, String verifierKey, Findings findings) {
        this.platform = platform;
        this.verifierKey = verifierKey;
        this.findings = findings;
    }

    /** The history of a rollout once it tells of the rollout's end; entries follow events by a moment. */
    JsonNode historyOf(String rollout) throws InterruptedException {
        long looks = PATIENCE.dividedBy(PAUSE);
        for (long i = 0; i < looks; i++) {
            try {
                JsonNode history = platform.get(Service.AUDIT, Query.of("/rollouts/{}/history", rollout));
                if (!Json.text(history, "outcome").equals("RUNNING")) {
                    return history;
                }
            } catch (CommandFailure notYet) {
                if (notYet.exitCode() != ExitCode.REFUSED) {
                    throw notYet;
                }
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
        }
        throw new CommandFailure(
                ExitCode.REFUSED,
                "The history does not tell of the rollout's end after %s.".formatted(Json.duration(PATIENCE)),
                "'./lockstep status' shows whether the audit service runs.");
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
        EntryProof.Proof proof = new EntryProof(platform, verifierKey)
                .check(approval.path("entry").asLong());
        findings.expect("the approval's entry is proved on this machine", proof.held(), proof.sentence());
    }
}
