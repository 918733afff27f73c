package dev.lockstep.service.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.Test;

class RepeatedWorkTest {

    private static final Duration IDLE = Duration.ofMillis(5);
    private static final Duration LONG = Duration.ofHours(1);

    @Test
    void itIsAskedAgainAtOnceWhileThereIsSomethingToDo() throws InterruptedException {
        CountDownLatch asked = new CountDownLatch(4);

        try (RepeatedWork _ =
                RepeatedWork.start("busy", counting(asked, () -> asked.getCount() > 0 ? 1 : 0), LONG, new Alarm())) {
            assertThat(asked.await(120, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void itRestsWhenThereIsNothingToDo() throws InterruptedException {
        CountDownLatch asked = new CountDownLatch(2);

        try (RepeatedWork _ = RepeatedWork.start("idle", counting(asked, () -> 0), LONG, new Alarm())) {
            assertThat(asked.await(300, TimeUnit.MILLISECONDS)).isFalse();
        }
        assertThat(asked.getCount()).isEqualTo(1);
    }

    @Test
    void anAlarmEndsTheRest() throws InterruptedException {
        CountDownLatch first = new CountDownLatch(1);
        CountDownLatch second = new CountDownLatch(2);
        Alarm alarm = new Alarm();

        try (RepeatedWork _ = RepeatedWork.start("woken", counting(first, counting(second, () -> 0)), LONG, alarm)) {
            assertThat(first.await(120, TimeUnit.SECONDS)).isTrue();
            alarm.ring();
            assertThat(second.await(120, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void whatRangDuringTheWorkIsNotForgotten() throws InterruptedException {
        CountDownLatch asked = new CountDownLatch(2);
        Alarm alarm = new Alarm();
        IntSupplier ringingOnce = () -> {
            if (asked.getCount() == 1) {
                alarm.ring();
            }
            return 0;
        };

        try (RepeatedWork _ = RepeatedWork.start("rung", counting(asked, ringingOnce), LONG, alarm)) {
            assertThat(asked.await(120, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void neitherAnExceptionNorAnErrorEndsIt() throws InterruptedException {
        CountDownLatch asked = new CountDownLatch(3);

        try (RepeatedWork _ =
                RepeatedWork.start("failing", counting(asked, () -> failing(asked.getCount())), IDLE, new Alarm())) {
            assertThat(asked.await(120, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static int failing(long left) {
        if (left == 2) {
            throw new IllegalStateException("the first time");
        }
        if (left == 1) {
            throw new StackOverflowError("the second time");
        }
        return 0;
    }

    private static IntSupplier counting(CountDownLatch asked, IntSupplier work) {
        return () -> {
            asked.countDown();
            return work.getAsInt();
        };
    }
}
