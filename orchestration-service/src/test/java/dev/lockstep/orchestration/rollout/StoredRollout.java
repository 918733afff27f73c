package dev.lockstep.orchestration.rollout;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.lockstep.contracts.ContractJson;
import dev.lockstep.contracts.orchestration.RolloutEvent;
import dev.lockstep.service.events.ContractCodec;
import java.util.ArrayList;
import java.util.List;

/** What is left of a rollout when its process dies: events that were written as JSON, and a state that was, now and then. */
public final class StoredRollout {

    private static final int KEPT_EVERY = 40;

    private final RolloutDecider decider = new RolloutDecider();
    private final ContractCodec<RolloutEvent> codec = new ContractCodec<>(RolloutEvent.class);
    private final List<RolloutEvent> events = new ArrayList<>();
    private Rollout kept = decider.initial();
    private int keptAt;

    /** It is committed. */
    public void append(RolloutEvent event) {
        events.add(codec.decode(codec.typeOf(event), codec.encode(event)));
    }

    /** The state as the next process finds it: made of all events, or of the kept one and what came after it. */
    public Rollout rebuilt(boolean fromTheBeginning) {
        Rollout state = fromTheBeginning ? decider.initial() : kept;
        for (RolloutEvent event : events.subList(fromTheBeginning ? 0 : keptAt, events.size())) {
            state = decider.evolve(state, event);
        }
        if (events.size() - keptAt >= KEPT_EVERY) {
            kept = readAgain(state);
            keptAt = events.size();
        }
        return state;
    }

    private static Rollout readAgain(Rollout state) {
        try {
            return ContractJson.mapper().readValue(ContractJson.mapper().writeValueAsString(state), Rollout.class);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
