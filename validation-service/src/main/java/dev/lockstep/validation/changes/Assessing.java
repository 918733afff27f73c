package dev.lockstep.validation.changes;

import dev.lockstep.service.work.Alarm;
import dev.lockstep.service.work.BackgroundTask;
import dev.lockstep.validation.view.InventoryFollower;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;

/**
 * Assesses clusters as soon as there is news of them: at once when this replica has kept it, and soon when another has and did not come to
 * it. Several replicas may do so at once.
 */
@ApplicationScoped
public class Assessing implements BackgroundTask {

    @Inject
    Assessments assessments;

    private final Alarm alarm = new Alarm();

    @Override
    public String name() {
        return "assessing";
    }

    @Override
    public Duration idle() {
        return Duration.ofMillis(100);
    }

    @Override
    public Alarm alarm() {
        return alarm;
    }

    /** What the inventory told is kept. */
    void newsKept(@Observes InventoryFollower.NewsKept kept) {
        alarm.ring();
    }

    @Override
    public int work() {
        return assessments.assessNext();
    }
}
