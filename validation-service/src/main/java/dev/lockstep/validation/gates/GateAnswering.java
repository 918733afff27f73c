package dev.lockstep.validation.gates;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Answers gates as soon as the inventory versions that they ask for have arrived. Several replicas may do so at once. */
@ApplicationScoped
public class GateAnswering {

    private static final Logger LOG = Logger.getLogger(GateAnswering.class);
    private static final long IDLE_MILLISECONDS = 20;
    private static final long AFTER_FAILURE_MILLISECONDS = 1_000;

    @Inject
    Gates gates;

    private final CountDownLatch stopping = new CountDownLatch(1);
    private @Nullable Thread worker;

    void start(@Observes StartupEvent started) {
        worker = Thread.ofPlatform().name("gate-answering").daemon().start(this::run);
    }

    void stop(@Observes ShutdownEvent stopped) throws InterruptedException {
        stopping.countDown();
        if (worker != null) {
            worker.join(TimeUnit.SECONDS.toMillis(10));
        }
    }

    private void run() {
        long pause = IDLE_MILLISECONDS;
        try {
            while (!stopping.await(pause, TimeUnit.MILLISECONDS)) {
                pause = answerWhatCanBe();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** How long to pause afterwards, in milliseconds. */
    private long answerWhatCanBe() {
        try {
            return gates.answerNext() > 0 ? 0 : IDLE_MILLISECONDS;
        } catch (RuntimeException | Error e) {
            // An error must not end the thread: every rollout would wait at its gate.
            LOG.error("gates cannot be answered now; they are tried again", e);
            return AFTER_FAILURE_MILLISECONDS;
        }
    }
}
