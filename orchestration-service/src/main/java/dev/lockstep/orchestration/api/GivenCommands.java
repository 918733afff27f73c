package dev.lockstep.orchestration.api;

import dev.lockstep.contracts.ClusterId;
import dev.lockstep.contracts.orchestration.RolloutEvent.RolloutRequested;
import dev.lockstep.eventsourcing.Refusal;
import dev.lockstep.orchestration.deputy.Arrangement;
import dev.lockstep.orchestration.deputy.Arrangements;
import dev.lockstep.orchestration.rollout.RefusedException;
import dev.lockstep.orchestration.rollout.RolloutCommand;
import dev.lockstep.orchestration.rollout.Rollouts;
import dev.lockstep.service.http.ProblemException;
import dev.lockstep.service.http.RequestContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Gives rollouts what people command; a refusal is told as a problem. */
@ApplicationScoped
class GivenCommands {

    private static final Set<String> ABOUT_THE_ACCOUNT = Set.of("approver-", "lender-", "not-party-");

    @Inject
    Rollouts rollouts;

    @Inject
    Arrangements arrangements;

    @Inject
    RequestContext request;

    void give(UUID rollout, ClusterId cluster, RolloutCommand command) {
        told(() -> rollouts.handle(rollout, command, request.command(cluster.value())));
    }

    /** A command under an arrangement, which stays as it is until the command is recorded. */
    void give(
            UUID rollout,
            ClusterId cluster,
            UUID arrangement,
            Function<@Nullable Arrangement, RolloutCommand> command) {
        told(() -> rollouts.handle(
                rollout,
                request.command(cluster.value()),
                arrangements.stream(arrangement),
                transaction -> command.apply(arrangements.state(arrangement, transaction))));
    }

    private static void told(Runnable command) {
        try {
            command.run();
        } catch (RefusedException e) {
            throw problem(e.refusal());
        }
    }

    /** A refusal as a problem: what somebody else could do is forbidden to this account, the rest is a conflict. */
    static ProblemException problem(Refusal refusal) {
        boolean aboutAccount = ABOUT_THE_ACCOUNT.stream().anyMatch(refusal.type()::startsWith);
        return ProblemException.refused(refusal, aboutAccount ? 403 : 409);
    }

    /** Refuses a step that the rollout's plan does not have. */
    static void requireStep(RolloutRequested asked, String step) {
        if (asked.steps().stream().noneMatch(known -> known.id().equals(step))) {
            throw ProblemException.notFound("step '%s' in this rollout".formatted(step));
        }
    }
}
