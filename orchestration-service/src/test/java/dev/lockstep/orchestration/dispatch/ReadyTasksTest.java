package dev.lockstep.orchestration.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.contracts.ClusterId;
import dev.lockstep.contracts.work.Work;
import dev.lockstep.orchestration.dispatch.Tasks.Task;
import dev.lockstep.orchestration.signal.WakeUpCall;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

class ReadyTasksTest {

    private static final Duration A_MOMENT = Duration.ofMillis(20);
    private static final Duration LONG = Duration.ofSeconds(10);

    private final Rows rows = new Rows();
    private final WakeUpCall bell = new WakeUpCall();
    private final ReadyTasks ready = new ReadyTasks(rows, bell, Clock.systemUTC());

    /** The rows of ready tasks, and how often somebody looked. */
    private static final class Rows extends Tasks {
        private final List<Task> ready = new CopyOnWriteArrayList<>();
        private final AtomicInteger looks = new AtomicInteger();

        Rows() {
            super(new PGSimpleDataSource());
        }

        @Override
        List<Task> ready(String site, Instant now) {
            looks.incrementAndGet();
            return ready.stream().filter(task -> task.site().equals(site)).toList();
        }
    }

    private Task add(String site) {
        Task task = new Task(
                UUID.randomUUID(),
                UUID.randomUUID(),
                "step",
                1,
                "LOOK_BEFORE",
                site,
                new ClusterId("contoso:clu01"),
                new Work.Execute(List.of("cluster")),
                Duration.ofMinutes(1),
                "READY",
                null,
                0,
                null,
                null);
        rows.ready.add(task);
        return task;
    }

    @Test
    void aTaskIsOfferedToOneRequestOnly() throws InterruptedException {
        Task task = add("demo");

        assertThat(ready.next("demo", A_MOMENT)).contains(task);
        assertThat(ready.next("demo", A_MOMENT)).isEmpty();
    }

    @Test
    void everySiteHasItsOwnTasks() throws InterruptedException {
        Task here = add("demo");
        Task there = add("elsewhere");

        assertThat(ready.next("elsewhere", A_MOMENT)).contains(there);
        assertThat(ready.next("demo", A_MOMENT)).contains(here);
    }

    @Test
    void whatNobodyTookIsOfferedAgain() throws InterruptedException {
        Task task = add("demo");
        ready.settled(ready.next("demo", A_MOMENT).orElseThrow());

        assertThat(ready.next("demo", A_MOMENT)).contains(task);
    }

    @Test
    void whatIsNotToBeHadRestsAndTheNextIsOffered() throws InterruptedException {
        Task refused = add("demo");
        Task other = add("demo");
        assertThat(ready.next("demo", A_MOMENT)).contains(refused);
        ready.refused(refused);

        assertThat(ready.next("demo", A_MOMENT)).contains(other);
        ready.settled(other);
        rows.ready.remove(other);
        assertThat(ready.next("demo", LONG)).contains(refused);
    }

    @Test
    void howeverManyWaitOneLooks() throws Exception {
        int waiting = 32;
        try (ExecutorService requests = Executors.newFixedThreadPool(waiting)) {
            List<Future<Optional<Task>>> answers = new ArrayList<>();
            for (int i = 0; i < waiting; i++) {
                answers.add(requests.submit(() -> ready.next("demo", Duration.ofSeconds(1))));
            }
            for (Future<Optional<Task>> answer : answers) {
                assertThat(answer.get()).isEmpty();
            }
        }

        assertThat(rows.looks.get())
                .as("each by itself would look several times")
                .isLessThan(2 * waiting);
    }

    @Test
    void aCallMakesTheFirstLookAtOnceAndEachTaskGoesToAnother() throws Exception {
        try (ExecutorService requests = Executors.newFixedThreadPool(2)) {
            Future<Optional<Task>> one = requests.submit(() -> ready.next("demo", LONG));
            Future<Optional<Task>> two = requests.submit(() -> ready.next("demo", LONG));
            Task first = add("demo");
            Task second = add("demo");
            bell.ring();

            assertThat(List.of(one.get().orElseThrow(), two.get().orElseThrow()))
                    .containsExactlyInAnyOrder(first, second);
        }
    }
}
