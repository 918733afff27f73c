package dev.lockstep.orchestration.planning;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lockstep.contracts.ContractJson;
import dev.lockstep.contracts.orchestration.ApprovalNeed;
import dev.lockstep.procedures.Plan;
import dev.lockstep.procedures.PlanStep;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What is different in a newer plan for the same cluster.
 *
 * @param from the older plan's hash
 * @param to the newer plan's hash
 * @param members members of the plan itself that changed, for example {@code targetBuild}; steps apart
 * @param added steps that only the newer plan has, in its order
 * @param removed steps that only the older plan has, in its order
 * @param changed steps that are in both and not the same, in the newer plan's order
 * @param reordered whether the steps that are in both come in another order
 * @param unchanged how many steps are the same in both
 * @param parts the parts of the newer plan that need approval, each with whether an approval of the older plan is one of the same content
 */
public record PlanDifference(
        String from,
        String to,
        List<String> members,
        List<Step> added,
        List<Step> removed,
        List<ChangedStep> changed,
        boolean reordered,
        int unchanged,
        List<Part> parts) {

    private static final ObjectMapper JSON = ContractJson.mapper();

    public PlanDifference {
        members = List.copyOf(members);
        added = List.copyOf(added);
        removed = List.copyOf(removed);
        changed = List.copyOf(changed);
        parts = List.copyOf(parts);
    }

    /** A step, as far as it takes to recognise it. */
    public record Step(String id, String title, String stage) {

        private static Step of(PlanStep step) {
            return new Step(step.id(), step.title(), step.stage().code());
        }
    }

    /**
     * A step that is not the same.
     *
     * @param members the names of those of its members that changed, in alphabetical order
     */
    public record ChangedStep(Step step, List<String> members) {
        public ChangedStep {
            members = List.copyOf(members);
        }
    }

    /**
     * A part that needs approval.
     *
     * @param sameContent whether the older plan has a part of that name with the same steps, approvers and delegations: what was
     *     approved there is what is to be approved here
     */
    public record Part(String part, boolean sameContent) {}

    /** The difference between two plans under the policies in force. */
    static PlanDifference between(Plan older, Plan newer, Function<Plan, List<ApprovalNeed>> needs) {
        Map<String, PlanStep> before = byId(older);
        Map<String, PlanStep> after = byId(newer);
        List<ChangedStep> changed = after.values().stream()
                .filter(step -> before.containsKey(step.id()))
                .map(step -> new ChangedStep(
                        Step.of(step),
                        changedMembers(
                                JSON.valueToTree(Objects.requireNonNull(before.get(step.id()))),
                                JSON.valueToTree(step))))
                .filter(step -> !step.members().isEmpty())
                .toList();
        List<String> inBoth =
                after.keySet().stream().filter(before::containsKey).toList();
        List<String> members = new ArrayList<>(changedMembers(older.toJson(), newer.toJson()));
        members.removeAll(List.of("hash", "looks", "steps"));
        return new PlanDifference(
                older.hash(),
                newer.hash(),
                members,
                only(after, before),
                only(before, after),
                changed,
                !inBoth.equals(
                        before.keySet().stream().filter(after::containsKey).toList()),
                inBoth.size() - changed.size(),
                parts(needs.apply(older), needs.apply(newer)));
    }

    private static Map<String, PlanStep> byId(Plan plan) {
        Map<String, PlanStep> steps = new LinkedHashMap<>();
        plan.steps().forEach(step -> steps.put(step.id(), step));
        return steps;
    }

    private static List<Step> only(Map<String, PlanStep> these, Map<String, PlanStep> others) {
        return these.values().stream()
                .filter(step -> !others.containsKey(step.id()))
                .map(Step::of)
                .toList();
    }

    private static List<String> changedMembers(JsonNode before, JsonNode after) {
        TreeSet<String> names = new TreeSet<>();
        before.fieldNames().forEachRemaining(names::add);
        after.fieldNames().forEachRemaining(names::add);
        Predicate<String> same = name -> before.path(name).equals(after.path(name));
        return names.stream().filter(same.negate()).toList();
    }

    private static List<Part> parts(List<ApprovalNeed> before, List<ApprovalNeed> after) {
        Map<String, ApprovalNeed> known =
                before.stream().collect(Collectors.toMap(ApprovalNeed::part, Function.identity()));
        return after.stream()
                .map(need -> {
                    ApprovalNeed old = known.get(need.part());
                    return new Part(need.part(), old != null && old.equals(need));
                })
                .toList();
    }
}
