package dev.lockstep.validation.gates;

import dev.lockstep.service.work.BackgroundTask;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;

/** Answers gates as soon as the inventory versions that they ask for have arrived. Several replicas may do so at once. */
@ApplicationScoped
public class GateAnswering implements BackgroundTask {

    @Inject
    Gates gates;

    @Override
    public String name() {
        return "gate-answering";
    }

    @Override
    public Duration idle() {
        return Duration.ofMillis(20);
    }

    @Override
    public int work() {
        return gates.answerNext();
    }
}
