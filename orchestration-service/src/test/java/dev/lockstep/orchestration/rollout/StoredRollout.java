package dev.lockstep.orchestration.rollout;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.lockstep.contracts.ContractJson;
import dev.lockstep.contracts.orchestration.RolloutEvent;
import dev.lockstep.service.events.ContractCodec;
import java.util.ArrayList;
import java.util.List;

/** What is left of a rollout when its process dies: events as JSON, and a state that was kept on the way. */
public final class StoredRollout {

    private final RolloutDecider decider = new RolloutDecider();
    private final ContractCodec<RolloutEvent> codec = new ContractCodec<>(RolloutEvent.class);
    private final List<Stored> events = new ArrayList<>();
    private String kept = "";
    private int keptAt;

    private record Stored(String type, String data) {}

    /** It is committed. */
    public void append(RolloutEvent event) {
        events.add(new Stored(codec.typeOf(event), codec.encode(event)));
    }

    /** The state as the next process finds it; it is kept for the one after that. */
    public Rollout rebuilt(boolean fromTheBeginning) {
        try {
            boolean all = fromTheBeginning || keptAt == 0;
            Rollout state = all ? decider.initial() : ContractJson.mapper().readValue(kept, Rollout.class);
            for (Stored stored : events.subList(all ? 0 : keptAt, events.size())) {
                state = decider.evolve(state, codec.decode(stored.type(), stored.data()));
            }
            kept = ContractJson.mapper().writeValueAsString(state);
            keptAt = events.size();
            return state;
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
