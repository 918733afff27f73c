package dev.lockstep.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lockstep.contracts.orchestration.RolloutEvent;
import dev.lockstep.eventsourcing.Aggregate;
import dev.lockstep.eventsourcing.AppendResult.Appended;
import dev.lockstep.eventsourcing.CommandRunner;
import dev.lockstep.eventsourcing.EventMetadata;
import dev.lockstep.eventsourcing.EventStore;
import dev.lockstep.eventsourcing.NewEvent;
import dev.lockstep.eventsourcing.RecordedEvent;
import dev.lockstep.eventsourcing.Snapshots;
import dev.lockstep.eventsourcing.Snapshots.Snapshot;
import dev.lockstep.eventsourcing.StreamAppend;
import dev.lockstep.eventsourcing.StreamId;
import dev.lockstep.eventsourcing.postgres.PostgresEventStore;
import dev.lockstep.orchestration.rollout.Rollout;
import dev.lockstep.orchestration.rollout.RolloutCommand;
import dev.lockstep.orchestration.rollout.RolloutDecider;
import dev.lockstep.orchestration.rollout.RolloutSnapshots;
import dev.lockstep.service.events.ContractCodec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.HdrHistogram.Histogram;

/** What a service does once for a rollout that it does not remember: its events are read, and its state is made of them. */
final class ReplayBenchmark implements Benchmark {

    private static final int STEPS = 1_000;
    private static final int WARM_UP = 20;
    private static final int PAGE = 500;
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final UUID ROLLOUT = new UUID(0, STEPS);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ContractCodec<RolloutEvent> codec = new ContractCodec<>(RolloutEvent.class);
    private final Aggregate<Rollout, RolloutCommand, RolloutEvent> aggregate =
            new Aggregate<>("rollout", new RolloutDecider(), codec);

    /** Something that can be done again and again. */
    private interface Work {
        void run() throws Exception;
    }

    @Override
    public String name() {
        return "replay";
    }

    @Override
    public String description() {
        return "the state of a rollout of 1,000 steps, made of its events";
    }

    @Override
    public List<Figure> run(Duration time) throws Exception {
        try (Database database = new Database(2)) {
            EventStore store = new PostgresEventStore(database.pool());
            StreamId stream = new StreamId(aggregate.category(), ROLLOUT.toString());
            int events = append(store, stream);
            CommandRunner<Rollout, RolloutCommand, RolloutEvent> rollouts = new CommandRunner<>(store, aggregate);
            Histogram replay = repeated(time, () -> rollouts.state(ROLLOUT.toString()));
            Histogram recalled = recalled(time, store, RolloutSnapshots.in(database.pool()), stream);
            Histogram read = repeated(time, () -> parse(store, stream, events));
            return List.of(
                    Figure.information("events of a rollout of 1,000 steps", events, ""),
                    Figure.atMost(
                            "its state, of a snapshot and the events after it, median",
                            Latencies.millis(recalled, 50),
                            "ms",
                            50),
                    Figure.information(
                            "its state, of a snapshot and the events after it, p99",
                            Latencies.millis(recalled, 99),
                            "ms"),
                    Figure.information("its state, of all events, median", Latencies.millis(replay, 50), "ms"),
                    Figure.information(
                            "baseline: the same events read and parsed as JSON, median",
                            Latencies.millis(read, 50),
                            "ms"),
                    Figure.information(
                            "the state of all events against that baseline",
                            Latencies.millis(replay, 50) / Latencies.millis(read, 50),
                            ""));
        }
    }

    /** As a service that starts finds it at worst: the next snapshot would have been kept at the next event. */
    private Histogram recalled(Duration time, EventStore store, Snapshots<Rollout> snapshots, StreamId stream)
            throws Exception {
        Rollout state = aggregate.decider().initial();
        long version = 0;
        List<RecordedEvent> all = all(store, stream);
        for (RecordedEvent event : all.subList(0, all.size() - RolloutSnapshots.INTERVAL + 1)) {
            state = aggregate.decider().evolve(state, codec.decode(event.type(), event.data()));
            version = event.version();
        }
        snapshots.keep(stream, new Snapshot<>(version, state));
        CommandRunner<Rollout, RolloutCommand, RolloutEvent> rollouts =
                new CommandRunner<>(store, aggregate, snapshots);
        Rollout end = new CommandRunner<>(store, aggregate).state(ROLLOUT.toString());
        if (!rollouts.state(ROLLOUT.toString()).equals(end)) {
            throw new IllegalStateException("The snapshot leads to another state than the events");
        }
        return repeated(time, () -> rollouts.state(ROLLOUT.toString()));
    }

    private static List<RecordedEvent> all(EventStore store, StreamId stream) {
        List<RecordedEvent> all = new ArrayList<>();
        for (List<RecordedEvent> page = store.read(stream, 0, PAGE);
                !page.isEmpty();
                page = store.read(stream, page.getLast().version(), PAGE)) {
            all.addAll(page);
        }
        return all;
    }

    private int append(EventStore store, StreamId stream) {
        SampleRollout rollout = new SampleRollout(1, ROLLOUT, "contoso:clu01", "demo", STEPS);
        List<NewEvent> events = new ArrayList<>();
        for (int place = 0; place < SampleRollout.entries(STEPS); place++) {
            SampleRollout.Said said = rollout.at(place, NOW.plusSeconds(place), place);
            if (said.event() instanceof RolloutEvent event) {
                events.add(new NewEvent(
                        new UUID(STEPS, place),
                        codec.typeOf(event),
                        codec.encode(event),
                        new EventMetadata(said.actor(), ROLLOUT, ROLLOUT, "contoso:clu01", NOW)));
            }
        }
        if (!(store.append(List.of(new StreamAppend(stream, 0, events))) instanceof Appended)) {
            throw new IllegalStateException("Nobody else appends to " + stream);
        }
        return events.size();
    }

    private static void parse(EventStore store, StreamId stream, int events) throws Exception {
        int parsed = 0;
        for (RecordedEvent event : all(store, stream)) {
            parsed += JSON.readTree(event.data()).isObject() ? 1 : 0;
        }
        if (parsed != events) {
            throw new IllegalStateException("%d events of %d were read".formatted(parsed, events));
        }
    }

    private static Histogram repeated(Duration time, Work work) throws Exception {
        for (int i = 0; i < WARM_UP; i++) {
            work.run();
        }
        Histogram histogram = new Histogram(60_000_000_000L, 3);
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            long start = System.nanoTime();
            work.run();
            histogram.recordValue(System.nanoTime() - start);
        }
        return histogram;
    }
}
