package dev.lockstep.orchestration.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.contracts.orchestration.RolloutEvent;
import dev.lockstep.eventsourcing.Decision;
import dev.lockstep.orchestration.rollout.Rollout.CurrentStep;
import dev.lockstep.orchestration.rollout.StepLifeCycle.Transition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Whatever commands come in whatever order: the rules hold, and every transition of the life cycle can happen. */
class OneStepAtATimeTest {

    private static final int COMMANDS = 1_500;

    /** One command of so many is lost in a crash, and one of so many is followed by one. */
    private static final int LOST = 100;

    private static final int CRASH = 40;

    /** One state of so many is made of all events, and not of a kept one and what came after it. */
    private static final int FROM_THE_BEGINNING = 10;

    private final RolloutDecider decider = new RolloutDecider();

    @Property(tries = 150)
    void noSequenceOfCommandsPutsTwoStepsInProgress(@ForAll long seed) {
        RolloutWitness witness = new RolloutWitness();

        run(seed, COMMANDS, witness, new HashSet<>());

        assertThat(witness.violations()).isEmpty();
    }

    /** What is never reached proves nothing. */
    @Test
    void schedulesGetToTheEndOfThePlan() {
        int completed = 0;
        int bothUpgraded = 0;
        for (long seed = 0; seed < 50; seed++) {
            RolloutWitness witness = new RolloutWitness();
            run(seed, COMMANDS, witness, new HashSet<>());
            completed += witness.finished().contains("last") ? 1 : 0;
            bothUpgraded += witness.finished().containsAll(Set.of("upgrade-evs1", "upgrade-evs2")) ? 1 : 0;
        }

        assertThat(bothUpgraded).isGreaterThan(10);
        assertThat(completed).isGreaterThan(10);
    }

    @Test
    void everyTransitionIsTaken() {
        Set<Transition> taken = new HashSet<>();

        for (long seed = 0; seed < 5_000 && !taken.containsAll(StepLifeCycle.TABLE); seed++) {
            run(seed, COMMANDS, new RolloutWitness(), taken);
        }

        assertThat(StepLifeCycle.TABLE)
                .allSatisfy(transition -> assertThat(taken).contains(transition));
    }

    @Test
    void documentationShowsTheDiagramOfTheTable() throws IOException {
        String page = Files.readString(Path.of("../docs/rollout-life-cycle.md"));

        assertThat(page).contains(StepLifeCycle.diagram());
    }

    /**
     * Runs commands in a process that dies now and then: sometimes what was decided is lost with it, and the next process knows what was
     * stored and nothing else.
     */
    private void run(long seed, int commands, RolloutWitness witness, Set<Transition> taken) {
        RandomCommands random = new RandomCommands(seed);
        Random crashes = new Random(seed);
        StoredRollout stored = new StoredRollout();
        Rollout state = decider.initial();
        for (int i = 0; i < commands && !state.status().isOver(); i++) {
            RolloutCommand command = random.next(state);
            Decision<RolloutEvent> decision = decider.decide(state, command);
            boolean lost = crashes.nextInt(LOST) == 0;
            if (!lost && decision instanceof Decision.Accepted<RolloutEvent>(var events)) {
                if (command instanceof RolloutCommand.GrantLapsed) {
                    witness.runnerNeverBegan();
                }
                for (RolloutEvent event : events) {
                    CurrentStep before = state.current();
                    state = decider.evolve(state, event);
                    stored.append(event);
                    witness.see(event);
                    CurrentStep after = state.current();
                    Optional<Trigger> trigger = Trigger.of(event);
                    if (before != null && after != null && trigger.isPresent()) {
                        taken.add(new Transition(before.phase(), trigger.get(), after.phase()));
                    }
                }
            }
            if (lost || crashes.nextInt(CRASH) == 0) {
                Rollout rebuilt = stored.rebuilt(crashes.nextInt(FROM_THE_BEGINNING) == 0);
                assertThat(rebuilt)
                        .as("the state after a crash at command %d", i)
                        .isEqualTo(state);
                state = rebuilt;
            }
        }
    }
}
