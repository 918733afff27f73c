package dev.lockstep.procedures;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.contracts.ClusterId;
import dev.lockstep.contracts.Scenario;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Every step of every node and virtual server, in order. The same procedure version, inventory document and target always give the
 * same plan and the same hash.
 *
 * @param hash SHA-256 of the canonical JSON (RFC 8785) of everything else in the plan, in hexadecimal
 * @param procedure the procedure's id
 * @param procedureVersion its version
 * @param cluster the cluster it is for
 * @param clusterName its display name
 * @param targetBuild the Exchange build that it leads to
 * @param operator the account that carries attended steps out, or null when none was named
 * @param attend actions and ids of automatic steps that a person carries out instead; left out when there are none
 */
@JsonPropertyOrder({"hash", "scenario"})
@JsonInclude(JsonInclude.Include.ALWAYS)
public record Plan(
        String hash,
        Scenario scenario,
        String procedure,
        String procedureVersion,
        ClusterId cluster,
        String clusterName,
        String targetBuild,
        @Nullable String operator,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> attend,
        List<PlanStep> steps) {

    public Plan {
        attend = Absent.orEmpty(attend);
        steps = List.copyOf(steps);
    }

    static Plan of(
            Procedure procedure, ClusterId cluster, String clusterName, PlanTarget target, List<PlanStep> steps) {
        Plan plan = new Plan(
                "",
                procedure.scenario(),
                procedure.id(),
                procedure.version(),
                cluster,
                clusterName,
                target.targetBuild(),
                target.operator(),
                target.attend(),
                steps);
        return plan.withOwnHash();
    }

    /** This plan under the hash of its content. */
    public Plan withOwnHash() {
        String computed = computeHash();
        return new Plan(
                computed,
                scenario,
                procedure,
                procedureVersion,
                cluster,
                clusterName,
                targetBuild,
                operator,
                attend,
                steps);
    }

    /** Reads a plan and checks that its hash is its own. */
    public static Plan read(String json) {
        try {
            Plan plan = PlanJson.read(json);
            if (!plan.hash().equals(plan.computeHash())) {
                throw new IllegalArgumentException("the plan's hash is not that of its content");
            }
            return plan;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("this is not a plan: " + e.getOriginalMessage(), e);
        }
    }

    /** The plan as JSON, in which each look stands once, in {@code looks}, and steps name it by its place there. */
    public ObjectNode toJson() {
        return PlanJson.of(this);
    }

    private String computeHash() {
        ObjectNode content = toJson();
        content.remove("hash");
        return ContentHash.of(content);
    }

    /** The step of an id. */
    public Optional<PlanStep> step(String id) {
        return steps.stream().filter(step -> step.id().equals(id)).findFirst();
    }
}
