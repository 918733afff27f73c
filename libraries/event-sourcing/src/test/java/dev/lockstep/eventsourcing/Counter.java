package dev.lockstep.eventsourcing;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.lockstep.eventsourcing.Counter.Command.Add;
import dev.lockstep.eventsourcing.Counter.Event.Added;
import java.time.Instant;
import java.util.UUID;
import java.util.stream.LongStream;

/** The smallest aggregate with a rule: a sum that stays at or below a limit. */
public final class Counter implements Decider<Counter.State, Counter.Command, Counter.Event> {

    public static final long LIMIT = 1_000_000;

    public sealed interface Command {
        record Add(long amount, int times) implements Command {}
    }

    public sealed interface Event {
        record Added(long amount) implements Event {}
    }

    public record State(long sum) {}

    public static final EventCodec<Event> CODEC = JsonEventCodec.<Event>builder()
            .type("lockstep.test.added.v2", Added.class)
            .upcast(
                    "lockstep.test.added.v1",
                    "lockstep.test.added.v2",
                    old -> JsonNodeFactory.instance.objectNode().set("amount", old))
            .build();

    public static Aggregate<State, Command, Event> aggregate() {
        return new Aggregate<>("counter", new Counter(), CODEC);
    }

    public static CommandMetadata metadata(UUID commandId, String partitionKey) {
        return CommandMetadata.first(commandId, "tester", partitionKey, Instant.parse("2026-02-03T04:05:06.789012Z"));
    }

    @Override
    public State initial() {
        return new State(0);
    }

    @Override
    public Decision<Event> decide(State state, Command command) {
        return switch (command) {
            case Add(long amount, int times)
            when state.sum() + amount * times > LIMIT ->
                Decision.refuse("limit-exceeded", "The sum would exceed " + LIMIT, "Add less");
            case Add(long amount, int times) ->
                Decision.acceptAll(LongStream.range(0, times)
                        .mapToObj(_ -> new Added(amount))
                        .toList());
        };
    }

    @Override
    public State evolve(State state, Event event) {
        return switch (event) {
            case Added(long amount) -> new State(state.sum() + amount);
        };
    }
}
