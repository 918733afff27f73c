package dev.lockstep.eventsourcing.testing;

import dev.lockstep.eventsourcing.Decider;
import dev.lockstep.eventsourcing.Decision;
import dev.lockstep.eventsourcing.Decision.Accepted;
import dev.lockstep.eventsourcing.Decision.Refused;
import dev.lockstep.eventsourcing.Refusal;
import java.util.List;
import java.util.function.Consumer;

/**
 * A test of a decider in three sentences:
 *
 * <pre>{@code
 * scenario(new RolloutDecider()).given(requested, approved).when(start).thenEvents(started);
 * scenario(new RolloutDecider()).given(requested).when(start).thenRefused("approval-missing");
 * }</pre>
 */
public final class DeciderScenario<S, C, E> {

    private final Decider<S, C, E> decider;
    private final S state;

    private DeciderScenario(Decider<S, C, E> decider, S state) {
        this.decider = decider;
        this.state = state;
    }

    /** A stream without events. */
    public static <S, C, E> DeciderScenario<S, C, E> scenario(Decider<S, C, E> decider) {
        return new DeciderScenario<>(decider, decider.initial());
    }

    /** What has happened before, in addition to what was given already. */
    @SafeVarargs
    @SuppressWarnings("varargs")
    public final DeciderScenario<S, C, E> given(E... events) {
        return given(List.of(events));
    }

    /** What has happened before, in addition to what was given already. */
    public DeciderScenario<S, C, E> given(List<? extends E> events) {
        return new DeciderScenario<>(decider, evolve(events));
    }

    /** The one command under test. */
    public Outcome when(C command) {
        return new Outcome(command, decider.decide(state, command));
    }

    private S evolve(List<? extends E> events) {
        S current = state;
        for (E event : events) {
            current = decider.evolve(current, event);
        }
        return current;
    }

    /** What the command led to. */
    public final class Outcome {

        private final C command;
        private final Decision<E> decision;

        private Outcome(C command, Decision<E> decision) {
            this.command = command;
            this.decision = decision;
        }

        /** Exactly these events, in this order. */
        @SafeVarargs
        @SuppressWarnings("varargs")
        public final Outcome thenEvents(E... expected) {
            List<E> actual = events();
            if (!actual.equals(List.of(expected))) {
                throw failure("events " + List.of(expected), "events " + actual);
            }
            return this;
        }

        /** The command is accepted and there is nothing to do. */
        public Outcome thenNothing() {
            return thenEvents();
        }

        /** The command is accepted; the events are looked at by the caller. */
        public Outcome thenEventsSatisfy(Consumer<List<E>> check) {
            check.accept(events());
            return this;
        }

        /** The state after the command's events. */
        public Outcome thenState(Consumer<S> check) {
            check.accept(evolve(events()));
            return this;
        }

        /** The command is refused by the rule of this name; returns the refusal for a closer look. */
        public Refusal thenRefused(String type) {
            return switch (decision) {
                case Refused<E>(Refusal refusal) when refusal.type().equals(type) -> refusal;
                case Refused<E>(Refusal refusal) -> throw failure("a refusal '" + type + "'", refusal.toString());
                case Accepted<E>(List<E> events) -> throw failure("a refusal '" + type + "'", "events " + events);
            };
        }

        private List<E> events() {
            return switch (decision) {
                case Accepted<E>(List<E> events) -> events;
                case Refused<E>(Refusal refusal) -> throw failure("events", refusal.toString());
            };
        }

        private AssertionError failure(String expected, String actual) {
            return new AssertionError("When " + command + "\n  expected: " + expected + "\n  but got:  " + actual);
        }
    }
}
