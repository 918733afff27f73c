package dev.lockstep.benchmarks;

import dev.lockstep.contracts.ContractJson;
import dev.lockstep.eventsourcing.Aggregate;
import dev.lockstep.eventsourcing.CommandMetadata;
import dev.lockstep.eventsourcing.Decider;
import dev.lockstep.eventsourcing.Decision;
import dev.lockstep.eventsourcing.EventCodec;
import dev.lockstep.eventsourcing.EventMetadata;
import dev.lockstep.eventsourcing.JsonEventCodec;
import dev.lockstep.eventsourcing.NewEvent;
import dev.lockstep.eventsourcing.StreamAppend;
import dev.lockstep.eventsourcing.StreamId;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/** Events of the size and shape of the platform's own: a fact with its value, before and after, some 250 bytes of JSON. */
final class SampleEvents {

    static final String TYPE = "lockstep.benchmark.fact-changed.v1";

    private SampleEvents() {}

    record FactChanged(
            String path, String before, String after, String source, String confidence, Instant observedAt) {}

    record ChangeFact(String path, String value, Instant at) {}

    record Facts(long changes, String last) {}

    static final EventCodec<FactChanged> CODEC = JsonEventCodec.<FactChanged>builder(ContractJson.mapper())
            .type(TYPE, FactChanged.class)
            .build();

    static final Aggregate<Facts, ChangeFact, FactChanged> AGGREGATE =
            new Aggregate<>("facts", new FactsDecider(), CODEC);

    private static final class FactsDecider implements Decider<Facts, ChangeFact, FactChanged> {

        @Override
        public Facts initial() {
            return new Facts(0, "");
        }

        @Override
        public Decision<FactChanged> decide(Facts state, ChangeFact command) {
            return Decision.accept(new FactChanged(
                    command.path(),
                    state.last(),
                    command.value(),
                    "site runner benchmark, cluster.exe on administration host ADM01",
                    "OBSERVED",
                    command.at()));
        }

        @Override
        public Facts evolve(Facts state, FactChanged event) {
            return new Facts(state.changes() + 1, event.after());
        }
    }

    static ChangeFact command() {
        return new ChangeFact("/groups/EVS1/resources/Disk E:/state", "ONLINE", Instant.now());
    }

    static CommandMetadata commandMetadata(String key) {
        return CommandMetadata.first(randomId(), "runner-demo", key, Instant.now());
    }

    static NewEvent event(String partitionKey) {
        return event(metadata(partitionKey));
    }

    /** Events of one command: they share their metadata. */
    static StreamAppend append(StreamId stream, long expectedVersion, int count) {
        EventMetadata metadata = metadata(stream.key());
        return new StreamAppend(
                stream,
                expectedVersion,
                IntStream.range(0, count).mapToObj(_ -> event(metadata)).toList());
    }

    private static EventMetadata metadata(String partitionKey) {
        UUID command = randomId();
        return new EventMetadata("runner-demo", command, command, partitionKey, Instant.now());
    }

    private static NewEvent event(EventMetadata metadata) {
        FactChanged event = new FactChanged(
                "/groups/EVS1/resources/Disk E:/state",
                "OFFLINE",
                "ONLINE",
                "site runner benchmark, cluster.exe on administration host ADM01",
                "OBSERVED",
                metadata.time());
        return new NewEvent(randomId(), TYPE, CODEC.encode(event), metadata);
    }

    /** Random enough for a measurement, and without the cost of a secure random generator. */
    private static UUID randomId() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return new UUID(random.nextLong(), random.nextLong());
    }
}
