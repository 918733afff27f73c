package dev.lockstep.orchestration.approval;

import dev.lockstep.access.Delegation.ExchangeRole;
import dev.lockstep.contracts.Scenario;
import dev.lockstep.contracts.Stage;
import dev.lockstep.contracts.orchestration.ApprovalNeed.Extent;
import dev.lockstep.contracts.orchestration.FailureClass;
import dev.lockstep.procedures.PlanStep;
import dev.lockstep.procedures.PlanStep.ActorKind;
import dev.lockstep.procedures.PlanStep.Reversibility;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who has to approve what, as the file of policies says it.
 *
 * @param id lower-case letters, digits and hyphens
 * @param when which steps it is about; all when absent
 * @param extent whether the whole plan is approved as soon as one such step is in it, each stage that has one, or each such step
 * @param approvers how many different people; 1 to 10
 * @param validity how long an approval counts for steps that have not begun
 * @param authority an Exchange role that each approver must hold, besides those that the steps demand; or null
 * @param authorityAt where it must be held
 */
public record ApprovalPolicy(
        String id,
        When when,
        Extent extent,
        int approvers,
        Duration validity,
        @Nullable ExchangeRole authority,
        Where authorityAt) {

    /** The most people that a policy can ask for. */
    public static final int MOST_APPROVERS = 10;

    /** Where a role must be held. */
    public enum Where {
        ORGANIZATION,
        /**
         * At the administrative groups at which the steps demand their authority, or other steps on the same virtual server or node
         * do; at the organization for a step of which no group is known.
         */
        ADMINISTRATIVE_GROUP
    }

    /**
     * A choice of steps: those that match each set that is not empty.
     *
     * @param actions kinds of act, for example {@code RUN_FORESTPREP}
     */
    public record When(
            Set<Scenario> scenarios,
            Set<Stage> stages,
            Set<String> actions,
            Set<ActorKind> actors,
            Set<Reversibility.Kind> reversibility,
            Set<FailureClass> onFailure) {

        /** Every step. */
        public static final When ALWAYS = new When(Set.of(), Set.of(), Set.of(), Set.of(), Set.of(), Set.of());

        public When {
            scenarios = Set.copyOf(scenarios);
            stages = Set.copyOf(stages);
            actions = Set.copyOf(actions);
            actors = Set.copyOf(actors);
            reversibility = Set.copyOf(reversibility);
            onFailure = Set.copyOf(onFailure);
        }

        boolean matches(Scenario scenario, PlanStep step) {
            return oneOf(scenarios, scenario)
                    && oneOf(stages, step.stage())
                    && oneOf(actions, step.action())
                    && oneOf(actors, step.actor())
                    && oneOf(reversibility, step.reversibility().kind())
                    && oneOf(onFailure, step.onFailure());
        }

        private static <T> boolean oneOf(Set<T> wanted, T value) {
            return wanted.isEmpty() || wanted.contains(value);
        }
    }
}
