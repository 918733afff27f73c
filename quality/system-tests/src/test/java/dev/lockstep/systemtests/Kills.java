package dev.lockstep.systemtests;

import dev.lockstep.localstack.platform.PlatformState.ComponentState;
import dev.lockstep.localstack.platform.PlatformState.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Who is killed when: all of it follows from a seed. The moments are spread over the steps of the rollout, each a little while after a
 * step's turn came, and nobody is killed while the last victim is still coming back.
 */
final class Kills {

    private static final int LONGEST_DELAY_MILLIS = 1_500;

    private final Scene scene;
    private final Random random;
    private final List<Due> due = new ArrayList<>();
    private final List<String> done = new ArrayList<>();
    private final Instant begun = Instant.now();
    private Optional<Instant> reached = Optional.empty();
    private Optional<Victim> comingBack = Optional.empty();

    private record Due(String victim, int step, Duration delay) {}

    private record Victim(String name, long pid, Instant killed) {}

    Kills(Scene scene, Random random) {
        this.scene = scene;
        this.random = random;
    }

    /** Plans one kill of each victim, in random order, from one step on and before another; later than what was planned before. */
    void plan(List<String> victims, int from, int before) {
        List<String> order = new ArrayList<>(victims);
        Collections.shuffle(order, random);
        for (int i = 0; i < order.size(); i++) {
            int step = from + (int) ((i + random.nextDouble()) / order.size() * (before - from));
            due.add(new Due(order.get(i), step, Duration.ofMillis(random.nextInt(LONGEST_DELAY_MILLIS))));
        }
    }

    /** Kills whoever's time has come, as the rollout has got to a step. */
    void at(int step) {
        if (due.isEmpty() || due.getFirst().step() > step || !isBack()) {
            return;
        }
        Instant now = Instant.now();
        Due next = due.getFirst();
        Instant since = reached.orElse(now);
        reached = Optional.of(since);
        Optional<Long> pid = pid(scene.component(next.victim()));
        if (pid.isPresent() && !now.isBefore(since.plus(next.delay()))) {
            kill(next.victim(), pid.get(), step, now);
            due.removeFirst();
            reached = Optional.empty();
        }
    }

    private void kill(String name, long pid, int step, Instant now) {
        done.add("%s at step %d after %d s"
                .formatted(name, step, Duration.between(begun, now).toSeconds()));
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        comingBack = Optional.of(new Victim(name, pid, now));
    }

    private boolean isBack() {
        if (comingBack.isEmpty()) {
            return true;
        }
        Victim victim = comingBack.get();
        ComponentState state = scene.component(victim.name());
        if (state.status() != Status.READY
                || pid(state).filter(pid -> pid != victim.pid()).isEmpty()) {
            return false;
        }
        done.add(done.removeLast()
                + ", back within %d s"
                        .formatted(
                                Duration.between(victim.killed(), Instant.now()).toSeconds()));
        comingBack = Optional.empty();
        return true;
    }

    private static Optional<Long> pid(ComponentState state) {
        return Optional.ofNullable(state.process()).map(process -> process.pid());
    }

    /** Whether nobody is killed any more before a step. */
    boolean doneBefore(int step) {
        return isBack() && due.stream().noneMatch(next -> next.step() < step);
    }

    boolean allDone() {
        return due.isEmpty();
    }

    @Override
    public String toString() {
        return String.join("; ", done);
    }
}
