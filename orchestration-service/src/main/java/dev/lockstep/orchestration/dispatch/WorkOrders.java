package dev.lockstep.orchestration.dispatch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.lockstep.contracts.ClusterId;
import dev.lockstep.contracts.inventory.FactPath;
import dev.lockstep.contracts.orchestration.RolloutEvent.RolloutRequested;
import dev.lockstep.contracts.work.Observation;
import dev.lockstep.contracts.work.Work;
import dev.lockstep.orchestration.inventoryview.InventoryView;
import dev.lockstep.orchestration.planning.Plans;
import dev.lockstep.orchestration.rollout.RolloutCommand.TaskOrder;
import dev.lockstep.procedures.PlanStep;
import dev.lockstep.procedures.PlanStep.Look;
import dev.lockstep.procedures.PlanStep.Reversibility;
import dev.lockstep.procedures.PlanStep.Reversibility.Undo;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Turns the looks and commands of a plan into tasks for the moment: a look at the resources of a group is one at those known now. */
@ApplicationScoped
public class WorkOrders {

    /** Longest that a look may take. */
    private static final Duration LOOK_TIMEOUT = Duration.ofMinutes(5);

    private static final Duration FIRST_DELAY = Duration.ofMillis(500);
    private static final Duration LONGEST_DELAY = Duration.ofSeconds(30);
    private static final int MOST_DOUBLINGS = 10;

    private final Plans plans;
    private final InventoryView inventory;

    @Inject
    WorkOrders(Plans plans, InventoryView inventory) {
        this.plans = plans;
        this.inventory = inventory;
    }

    /** The step of a rollout's plan. */
    public PlanStep step(RolloutRequested request, String step) {
        return plans.require(request.planHash())
                .step(step)
                .orElseThrow(() -> new IllegalStateException("a rollout has a step that its plan has not: " + step));
    }

    /** The ids of the steps of a rollout's plan that have no way back. */
    public Set<String> stepsWithoutWayBack(RolloutRequested request) {
        return plans.require(request.planHash()).steps().stream()
                .filter(step -> step.reversibility().kind() == Reversibility.Kind.POINT_OF_NO_RETURN)
                .map(PlanStep::id)
                .collect(Collectors.toSet());
    }

    /** A look before a step. */
    public TaskOrder lookBefore(RolloutRequested request, String step, Duration delay) {
        return look(request.cluster(), step(request, step).observe(), delay);
    }

    /** A look after a step. */
    public TaskOrder lookAfter(RolloutRequested request, String step, Duration delay) {
        return look(request.cluster(), step(request, step).observeAfter(), delay);
    }

    /** The command of a step. */
    public TaskOrder command(RolloutRequested request, String step) {
        PlanStep planned = step(request, step);
        return new TaskOrder(UUID.randomUUID(), new Work.Execute(planned.command()), planned.timeout(), Duration.ZERO);
    }

    /**
     * The command that takes a step back.
     *
     * @throws IllegalStateException when its plan names none
     */
    public TaskOrder undo(RolloutRequested request, String step) {
        PlanStep planned = step(request, step);
        Undo undo = planned.reversibility().byCommand();
        if (undo == null) {
            throw new IllegalStateException("no command takes the step back: " + step);
        }
        return new TaskOrder(UUID.randomUUID(), new Work.Execute(undo.command()), planned.timeout(), Duration.ZERO);
    }

    /** How long to wait before another look: the longer, the more there were. */
    public static Duration backOff(int looks) {
        Duration delay = FIRST_DELAY.multipliedBy(1L << Math.clamp(looks - 1L, 0, MOST_DOUBLINGS));
        return delay.compareTo(LONGEST_DELAY) > 0 ? LONGEST_DELAY : delay;
    }

    private TaskOrder look(ClusterId cluster, List<Look> looks, Duration delay) {
        List<Observation> observations = new ArrayList<>();
        for (Look look : looks) {
            Integer at = look.resourceAt();
            String group = look.resourcesOf();
            if (at == null || group == null) {
                observations.add(new Observation(look.parser(), look.argv(), look.arguments()));
            } else {
                for (String resource : resourcesOf(cluster, group)) {
                    observations.add(observation(look, at, resource));
                }
            }
        }
        return new TaskOrder(UUID.randomUUID(), new Work.Observe(observations), LOOK_TIMEOUT, delay);
    }

    private List<String> resourcesOf(ClusterId cluster, String group) {
        return inventory
                .latest(cluster)
                .map(recorded -> recorded.cluster().names(FactPath.of("groups", group, "resources")))
                .orElse(List.of());
    }

    private static Observation observation(Look look, int at, String resource) {
        List<String> argv = new ArrayList<>(look.argv());
        argv.set(at, resource);
        Map<String, JsonNode> arguments = new HashMap<>(look.arguments());
        arguments.put("resource", TextNode.valueOf(resource));
        return new Observation(look.parser(), argv, arguments);
    }
}
