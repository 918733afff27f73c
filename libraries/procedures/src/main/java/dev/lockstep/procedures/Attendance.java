package dev.lockstep.procedures;

import dev.lockstep.procedures.PlanStep.ActorKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The automatic steps that people carry out because whoever plans wants it so: all of an action, or single ones by their ids. */
final class Attendance {

    private Attendance() {}

    /** The steps, those that are named attended. */
    static List<PlanStep> applied(List<PlanStep> steps, List<String> names) {
        return steps.stream()
                .map(step -> isAutomatic(step) && names.stream().anyMatch(name -> isNamed(step, name))
                        ? step.attended()
                        : step)
                .toList();
    }

    /** Why single names cannot be followed, each in a sentence; empty when all can. */
    static List<String> reasonsAgainst(List<PlanStep> steps, List<String> names) {
        List<String> reasons = new ArrayList<>();
        List<String> unknown = new ArrayList<>();
        for (String name : names) {
            List<PlanStep> named =
                    steps.stream().filter(step -> isNamed(step, name)).toList();
            if (named.isEmpty()) {
                unknown.add("'%s'".formatted(name));
            } else if (named.stream().noneMatch(Attendance::isAutomatic)) {
                Optional<PlanStep> people = named.stream()
                        .filter(step -> step.actor() == ActorKind.ATTENDED)
                        .findFirst();
                reasons.add(
                        people.isPresent()
                                ? "'%s' is attended anyway".formatted(name)
                                : "'%s' only checks, and nobody carries it out".formatted(name));
            }
        }
        if (!unknown.isEmpty()) {
            reasons.add(
                    "%s %s in this plan; what can be attended are the actions %s, and each step of such an action by its id as the plan lists it"
                            .formatted(
                                    String.join(", ", unknown),
                                    unknown.size() == 1
                                            ? "is no automatic step and no action of one"
                                            : "are no automatic steps and no actions of any",
                                    actions(steps)));
        }
        return reasons;
    }

    private static String actions(List<PlanStep> steps) {
        return String.join(
                ", ",
                steps.stream()
                        .filter(Attendance::isAutomatic)
                        .map(PlanStep::action)
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    private static boolean isAutomatic(PlanStep step) {
        return step.actor() == ActorKind.AUTOMATIC;
    }

    private static boolean isNamed(PlanStep step, String name) {
        return step.action().equals(name) || step.id().equals(name);
    }
}
