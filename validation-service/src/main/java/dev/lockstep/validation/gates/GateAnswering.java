package dev.lockstep.validation.gates;

import dev.lockstep.service.work.Alarm;
import dev.lockstep.service.work.BackgroundTask;
import dev.lockstep.validation.view.InventoryFollower;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;

/**
 * Answers gates as soon as the inventory versions that they ask for have arrived: at once when this replica has noted the gate or kept the
 * news, and soon when another has. Several replicas may do so at once.
 */
@ApplicationScoped
public class GateAnswering implements BackgroundTask {

    @Inject
    Gates gates;

    private final Alarm alarm = new Alarm();

    @Override
    public String name() {
        return "gate-answering";
    }

    @Override
    public Duration idle() {
        return Duration.ofMillis(20);
    }

    @Override
    public Alarm alarm() {
        return alarm;
    }

    /** Gates are asked for. */
    void gatesNoted(@Observes GateRequests.GatesNoted noted) {
        alarm.ring();
    }

    /** What the inventory told is kept. */
    void newsKept(@Observes InventoryFollower.NewsKept kept) {
        alarm.ring();
    }

    @Override
    public int work() {
        return gates.answerNext();
    }
}
