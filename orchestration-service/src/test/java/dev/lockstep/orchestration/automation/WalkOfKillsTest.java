package dev.lockstep.orchestration.automation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.contracts.orchestration.ApprovalNeed;
import dev.lockstep.contracts.orchestration.ApprovalNeed.Extent;
import dev.lockstep.contracts.orchestration.Repeatability;
import dev.lockstep.contracts.orchestration.RolloutEvent;
import dev.lockstep.contracts.orchestration.RolloutEvent.Actor;
import dev.lockstep.contracts.orchestration.RolloutEvent.Decision;
import dev.lockstep.contracts.orchestration.RolloutEvent.HoldDecided;
import dev.lockstep.contracts.orchestration.RolloutEvent.RolloutRequested;
import dev.lockstep.contracts.orchestration.RolloutEvent.StepHeld;
import dev.lockstep.contracts.orchestration.RolloutStep;
import dev.lockstep.contracts.work.TaskOutcome;
import dev.lockstep.orchestration.automation.SimulatedPlatform.Fate;
import dev.lockstep.orchestration.automation.SimulatedSite.Sight;
import dev.lockstep.orchestration.dispatch.KeptTasks;
import dev.lockstep.orchestration.dispatch.Tasks.Task;
import dev.lockstep.orchestration.histories.PlannedScenario;
import dev.lockstep.orchestration.rollout.Phase;
import dev.lockstep.orchestration.rollout.Rollout;
import dev.lockstep.orchestration.rollout.Rollout.CurrentStep;
import dev.lockstep.orchestration.rollout.RolloutCommand;
import dev.lockstep.procedures.Plan;
import dev.lockstep.procedures.PlanStep;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The whole upgrade of the cluster of two active nodes (domain catalogue, fixture F2), while the process of orchestration dies at every
 * boundary there is, before each commit and after it, and the runner in each look and in each command once.
 */
class WalkOfKillsTest {

    /** Many more than it takes: what goes round in circles fails and says where. */
    private static final int MOST_TURNS = 30_000;

    /** Until a runner that was killed after a command reports it all the same. */
    private static final Duration LATE = Duration.ofMinutes(2);

    private static final int SHOWN = 12;

    /** When a runner dies. */
    enum Killed {
        NEVER,
        BEFORE_IT_CONFIRMS,
        BEFORE_THE_EFFECT,
        BEFORE_THE_RESULT,
        BEFORE_THE_ANSWER
    }

    @ParameterizedTest
    @EnumSource
    void theUpgradeIsCarriedOutAndNothingIsRepeatedThatMustNotBe(Killed killed) throws IOException {
        ObjectNode document = PlannedScenario.read("contoso-clu02.yaml");
        Plan plan = PlannedScenario.plan(document);
        SimulatedPlatform platform = new SimulatedPlatform(plan, document);
        Runner runner = new Runner(platform, killed);

        begin(platform, plan);
        int turns = 0;
        while (platform.state().status() == Rollout.Status.RUNNING) {
            assertThat(++turns)
                    .as(() -> "turns; it goes round in circles:\n" + story(platform))
                    .isLessThan(MOST_TURNS);
            turn(platform, runner);
        }

        assertThat(platform.state().status()).as(story(platform)).isEqualTo(Rollout.Status.COMPLETED);
        assertThat(platform.witness().violations()).isEmpty();
        assertThat(platform.witness().finished()).hasSameSizeAs(plan.steps());
        assertThat(repeated(platform, plan)).isEmpty();
        assertThat(platform.crashes()).isGreaterThan(2 * plan.steps().size());
        assertThat(runner.killedIn).hasSizeGreaterThan(killed == Killed.NEVER ? -1 : 20);
        assertThat(heldForADecision(platform, runner, plan, killed)).isEmpty();
    }

    private static void begin(SimulatedPlatform platform, Plan plan) {
        List<RolloutStep> steps = plan.steps().stream().map(PlanStep::outline).toList();
        RolloutRequested request = new RolloutRequested(
                plan.cluster(),
                new UUID(0, 1),
                "demo",
                plan.hash(),
                plan.scenario(),
                plan.targetBuild(),
                plan.operator(),
                steps,
                SimulatedPlatform.account("coordinator"),
                platform.now());
        ApprovalNeed need = new ApprovalNeed(
                "plan",
                Extent.PLAN,
                steps.stream().map(RolloutStep::id).toList(),
                plan.hash(),
                1,
                Duration.ofDays(30),
                new TreeSet<>());
        platform.start(request, new RolloutCommand.Request(request, List.of(need), null));
    }

    /** Everybody does what there is to do; when that is nothing, time goes by. */
    private static void turn(SimulatedPlatform platform, Runner runner) {
        boolean moved = platform.followed();
        moved |= runner.works();
        moved |= person(platform);
        Optional<Instant> rest = platform.carryOn();
        if (!moved && rest.isPresent()) {
            Instant soon = platform.now().plusSeconds(1);
            Instant next = platform.tasks.nextReady().orElse(rest.get());
            Instant until = next.isBefore(rest.get()) ? next : rest.get();
            platform.await(until.isAfter(soon) && until.isBefore(platform.now().plus(LATE)) ? until : soon);
        }
    }

    /** Does attended work, and decides about what is held after looking at the systems. */
    private static boolean person(SimulatedPlatform platform) {
        CurrentStep current = platform.state().current();
        if (current == null) {
            return false;
        }
        String step = current.step().id();
        if (current.phase() == Phase.EXECUTING && current.step().actor() == Actor.PERSON) {
            if (!platform.site.isDone(step)) {
                platform.site.execute(step);
            }
            return platform.give(platform.attested()) != Fate.REFUSED;
        }
        if (current.phase() == Phase.HELD) {
            Decision decision = platform.site.isDone(step) ? Decision.VERIFY_AGAIN : Decision.RETRY;
            return platform.give(platform.decided(decision)) != Fate.REFUSED;
        }
        return false;
    }

    /** The steps that were carried out more often than once and than people decided. */
    private static List<String> repeated(SimulatedPlatform platform, Plan plan) {
        List<String> repeated = new ArrayList<>();
        for (PlanStep step : plan.steps()) {
            long decisions = platform.log().stream()
                    .filter(event -> event instanceof HoldDecided decided
                            && decided.step().equals(step.id())
                            && decided.decision() == Decision.RETRY)
                    .count();
            if (step.repeatability() != Repeatability.IDEMPOTENT
                    && platform.site.executions(step.id()) > 1 + decisions) {
                repeated.add("%s %d times after %d decisions"
                        .formatted(step.id(), platform.site.executions(step.id()), decisions));
            }
        }
        return repeated;
    }

    /** The steps in whose command the runner died, that must not run twice freely, and that did not ask all the same. */
    private static List<String> heldForADecision(SimulatedPlatform platform, Runner runner, Plan plan, Killed killed) {
        Set<String> held = new HashSet<>();
        for (RolloutEvent event : platform.log()) {
            if (event instanceof StepHeld each) {
                held.add(each.step());
            }
        }
        boolean inside = killed == Killed.BEFORE_THE_EFFECT || killed == Killed.BEFORE_THE_RESULT;
        return plan.steps().stream()
                .filter(step -> step.repeatability() != Repeatability.IDEMPOTENT)
                .map(PlanStep::id)
                .filter(step -> inside && runner.killedIn.contains(step) && !held.contains(step))
                .toList();
    }

    private static String story(SimulatedPlatform platform) {
        List<RolloutEvent> log = platform.log();
        StringBuilder story = new StringBuilder(String.valueOf(platform.state().current()));
        log.subList(Math.max(0, log.size() - SHOWN), log.size())
                .forEach(event -> story.append("\n").append(event));
        return story.toString();
    }

    /** Carries out looks and commands, and is killed in each of them once. */
    private static final class Runner {

        private final SimulatedPlatform platform;
        private final Killed when;
        private final Set<String> killedIn = new HashSet<>();
        private @Nullable Task task;
        private boolean confirmed;
        private @Nullable Sight seen;
        private boolean ended;
        private @Nullable Task spooled;
        private Instant spooledAt = Instant.MAX;

        Runner(SimulatedPlatform platform, Killed when) {
            this.platform = platform;
            this.when = when;
        }

        /** One thing; false when there is nothing to do. */
        boolean works() {
            Task late = spooled;
            if (late != null && platform.now().isAfter(spooledAt.plus(LATE))) {
                spooled = null;
                assertThat(platform.give(platform.commandEnded(late, TaskOutcome.FINISHED)))
                        .as("a result that comes late")
                        .isEqualTo(Fate.REFUSED);
                return true;
            }
            Task mine = task;
            if (mine == null) {
                return takes();
            }
            if (!confirmed) {
                return !dies(mine, Killed.BEFORE_IT_CONFIRMS) && confirms(mine);
            }
            if (!ended) {
                return carriesOut(mine);
            }
            return reports(mine);
        }

        private boolean takes() {
            Optional<Task> ready = platform.tasks.ready(platform.now());
            if (ready.isEmpty()) {
                return false;
            }
            Task wanted = ready.get();
            long token = platform.tasks.nextToken();
            Fate fate = platform.give(new RolloutCommand.TakeTask(wanted.id(), "runner", token, platform.now()));
            if (fate == Fate.COMMITTED) {
                platform.tasks.granted(wanted.id(), token, platform.now(), SimulatedPlatform.LEASE);
                task = platform.tasks.find(wanted.id()).orElseThrow();
            }
            return fate != Fate.REFUSED;
        }

        private boolean confirms(Task mine) {
            confirmed =
                    platform.tasks.confirmed(mine.id(), mine.fencingToken(), platform.now(), SimulatedPlatform.LEASE);
            if (!confirmed) {
                forget();
            }
            return true;
        }

        private boolean carriesOut(Task mine) {
            if (dies(mine, Killed.BEFORE_THE_EFFECT)) {
                return true;
            }
            if (KeptTasks.isCommand(mine)) {
                platform.site.execute(mine.step());
            } else {
                seen = platform.site.look();
            }
            ended = true;
            return true;
        }

        private boolean reports(Task mine) {
            if (dies(mine, Killed.BEFORE_THE_RESULT)) {
                return true;
            }
            Sight sight = seen;
            RolloutCommand result =
                    sight == null ? platform.commandEnded(mine, TaskOutcome.FINISHED) : platform.facts(mine, sight);
            Fate fate = platform.give(result);
            if (fate == Fate.LOST) {
                return true;
            }
            assertThat(fate).as("the result of a task that is under lease").isEqualTo(Fate.COMMITTED);
            if (dies(mine, Killed.BEFORE_THE_ANSWER)) {
                assertThat(platform.give(result))
                        .as("a result that comes twice")
                        .isEqualTo(Fate.REFUSED);
            }
            forget();
            return true;
        }

        private boolean dies(Task mine, Killed moment) {
            boolean command = KeptTasks.isCommand(mine);
            if (when != moment || !killedIn.add(command ? mine.step() : "a look of " + mine.step())) {
                return false;
            }
            if (command && moment == Killed.BEFORE_THE_EFFECT) {
                platform.site.executeInVain(mine.step());
            }
            if (command && moment == Killed.BEFORE_THE_RESULT) {
                spooled = mine;
                spooledAt = platform.now();
            }
            forget();
            return true;
        }

        private void forget() {
            task = null;
            confirmed = false;
            seen = null;
            ended = false;
        }
    }
}
