package dev.lockstep.validation.gates;

import dev.lockstep.validation.work.RepeatedWork;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import org.jspecify.annotations.Nullable;

/** Answers gates as soon as the inventory versions that they ask for have arrived. Several replicas may do so at once. */
@ApplicationScoped
public class GateAnswering {

    private static final long IDLE_MILLISECONDS = 20;

    @Inject
    Gates gates;

    private @Nullable RepeatedWork work;

    void start(@Observes StartupEvent started) {
        work = RepeatedWork.start("gate-answering", gates::answerNext, IDLE_MILLISECONDS);
    }

    void stop(@Observes ShutdownEvent stopped) {
        if (work != null) {
            work.close();
        }
    }
}
