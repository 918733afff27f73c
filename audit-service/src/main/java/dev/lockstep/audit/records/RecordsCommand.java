package dev.lockstep.audit.records;

import dev.lockstep.contracts.Authority;
import dev.lockstep.contracts.records.HoldSubject;
import dev.lockstep.contracts.records.RecordsEvent.GivenUp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What is wanted of the records. */
public sealed interface RecordsCommand {

    /** Nothing about this may be given up or erased. */
    record PlaceHold(UUID hold, HoldSubject on, String reason, Authority by, Instant now) implements RecordsCommand {}

    /** A hold is to be no more. */
    record LiftHold(UUID hold, String reason, Authority by, Instant now) implements RecordsCommand {}

    /**
     * The data of entries of a kind are to go, as far as their period is over and nothing holds them.
     *
     * @param kind the type of all of them
     * @param period after which they go
     * @param candidates 1 or more
     */
    record GiveUp(String kind, Duration period, List<Candidate> candidates, Instant now) implements RecordsCommand {
        public GiveUp {
            candidates = List.copyOf(candidates);
        }
    }

    /**
     * A person is to be erased from the history.
     *
     * @param person the id of their key
     * @param own whether it is the one who asks
     * @param held which holds were looked at, and whether the person is in an entry under them
     */
    record RequestErasure(
            UUID erasure, String person, boolean own, Map<UUID, Boolean> held, String reason, Authority by, Instant now)
            implements RecordsCommand {
        public RequestErasure {
            held = Map.copyOf(held);
        }
    }

    /**
     * A second person agrees.
     *
     * @param own whether it is the one who is to be erased
     * @param held likewise
     */
    record ConfirmErasure(UUID erasure, boolean own, Map<UUID, Boolean> held, Authority by, Instant now)
            implements RecordsCommand {
        public ConfirmErasure {
            held = Map.copyOf(held);
        }
    }

    /**
     * An entry with data beside it.
     *
     * @param data what would be given up
     * @param cluster the cluster that it is about, or null
     * @param time when it happened
     */
    record Candidate(GivenUp data, @Nullable String cluster, Instant time) {}
}
