package dev.lockstep.validation.changes;

import dev.lockstep.service.work.BackgroundTask;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;

/** Assesses clusters as soon as there is news of them. Several replicas may do so at once. */
@ApplicationScoped
public class Assessing implements BackgroundTask {

    @Inject
    Assessments assessments;

    @Override
    public String name() {
        return "assessing";
    }

    @Override
    public Duration idle() {
        return Duration.ofMillis(10);
    }

    @Override
    public int work() {
        return assessments.assessNext();
    }
}
