package dev.lockstep.contracts.work;

import dev.lockstep.contracts.ClusterId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A step that a person carries out.
 *
 * @param rollout the rollout it belongs to
 * @param step the step of the plan
 * @param attempt 1 or more; an attestation names it
 * @param site where
 * @param cluster on which cluster
 * @param action what kind of act, for example {@code RUN_SETUP}
 * @param title in one line
 * @param instructions what to do, in order
 * @param parameters what the act needs: node, virtual server, domain, …
 * @param requires what was true before: the stages whose requirements were met, each as {@code CODE SUBJECT: title}
 * @param verify what must be seen afterwards: the condition on the facts that the platform looks for
 * @param since when it began to wait
 */
public record AttendedWork(
        UUID rollout,
        String step,
        int attempt,
        String site,
        ClusterId cluster,
        String action,
        String title,
        List<String> instructions,
        Map<String, String> parameters,
        List<String> requires,
        String verify,
        Instant since) {
    public AttendedWork {
        instructions = List.copyOf(instructions);
        requires = List.copyOf(requires);
        parameters = Map.copyOf(parameters);
    }
}
