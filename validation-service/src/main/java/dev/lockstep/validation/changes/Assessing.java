package dev.lockstep.validation.changes;

import dev.lockstep.validation.work.RepeatedWork;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import org.jspecify.annotations.Nullable;

/** Assesses clusters as soon as there is news of them. Several replicas may do so at once. */
@ApplicationScoped
public class Assessing {

    private static final long IDLE_MILLISECONDS = 10;

    @Inject
    Assessments assessments;

    private @Nullable RepeatedWork work;

    void start(@Observes StartupEvent started) {
        work = RepeatedWork.start("assessing", assessments::assessNext, IDLE_MILLISECONDS);
    }

    void stop(@Observes ShutdownEvent stopped) {
        if (work != null) {
            work.close();
        }
    }
}
