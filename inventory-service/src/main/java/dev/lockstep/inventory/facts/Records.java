package dev.lockstep.inventory.facts;

import dev.lockstep.contracts.inventory.DocumentKind;
import dev.lockstep.contracts.inventory.InventoryEvent;
import dev.lockstep.eventsourcing.CommandMetadata;
import dev.lockstep.eventsourcing.Decider;
import dev.lockstep.eventsourcing.Decision;
import dev.lockstep.eventsourcing.EventIds;
import dev.lockstep.eventsourcing.EventTransaction;
import dev.lockstep.eventsourcing.Refusal;
import dev.lockstep.eventsourcing.StreamId;
import dev.lockstep.eventsourcing.StreamReader;
import dev.lockstep.service.events.ContractCodec;
import dev.lockstep.service.events.StreamWriter;
import dev.lockstep.service.http.ProblemException;
import java.util.List;

/** The streams of one kind of document, and the decisions that lengthen them. */
public abstract class Records<C, E extends InventoryEvent> {

    private final String category;
    private final DocumentKind kind;
    private final Decider<Recorded, C, E> decider;
    private final StreamWriter<E> writer;
    private final RecordReader reader;

    protected Records(
            String category, DocumentKind kind, Decider<Recorded, C, E> decider, Class<E> family, RecordReader reader) {
        this.category = category;
        this.kind = kind;
        this.decider = decider;
        this.writer = new StreamWriter<>(new ContractCodec<>(family));
        this.reader = reader;
    }

    /** What must hold for a command besides what its decision asks; whatever does not hold ends the transaction with an exception. */
    public interface Conditions {

        /** Looks at the record that a command meets. */
        default void onRecord(RecordReader.Versioned present) {
            // Any record will do.
        }

        /** Looks at the events that a command leads to, of which there is one at least, before they are appended. */
        default void onChange(Recorded before, List<? extends InventoryEvent> events) {
            // Any change will do.
        }
    }

    /** What became of a command. */
    public sealed interface Result<E> {

        /**
         * What was carried out.
         *
         * @throws ProblemException when the command was refused
         */
        default Done<E> done() {
            return switch (this) {
                case Done<E> done -> done;
                case Refused<E> refused -> throw ProblemException.refused(refused.refusal());
            };
        }

        /**
         * It was carried out, or would be.
         *
         * @param events what it led to; empty when there was nothing to do, or when it had been carried out before
         * @param version of the stream afterwards
         */
        record Done<E>(List<E> events, long version) implements Result<E> {
            public Done {
                events = List.copyOf(events);
            }
        }

        /** It was not carried out. */
        record Refused<E>(Refusal refusal) implements Result<E> {}
    }

    /** The stream of one record. */
    public StreamId stream(String key) {
        return new StreamId(category, key);
    }

    /** What is recorded now. */
    public RecordReader.Versioned current(StreamReader store, String key) {
        return reader.current(store, stream(key), kind);
    }

    /** What a command would lead to; nothing is appended. */
    public Result<E> tryOut(StreamReader store, String key, C command) {
        return decide(current(store, key), command);
    }

    /** Carries a command out in a transaction that has locked the record's stream. A repeated command has no second effect. */
    public Result<E> handle(EventTransaction transaction, String key, C command, CommandMetadata metadata) {
        return handle(transaction, key, command, metadata, new Conditions() {});
    }

    /**
     * Carries a command out in a transaction that has locked the record's stream, if conditions hold. A repeated command has no second
     * effect, whatever the conditions: they held when it was carried out.
     */
    public Result<E> handle(
            EventTransaction transaction, String key, C command, CommandMetadata metadata, Conditions conditions) {
        RecordReader.Versioned before = current(transaction, key);
        if (wasCarriedOut(transaction, key, metadata)) {
            return new Result.Done<>(List.of(), before.version());
        }
        conditions.onRecord(before);
        Result<E> result = decide(before, command);
        if (result instanceof Result.Done<E> done && !done.events().isEmpty()) {
            conditions.onChange(before.recorded(), done.events());
            writer.append(transaction, stream(key), before.version(), done.events(), metadata);
        }
        return result;
    }

    /** Whether a command has led to events of this record before. */
    public boolean wasCarriedOut(EventTransaction transaction, String key, CommandMetadata metadata) {
        return transaction
                .find(EventIds.ofCommand(metadata.commandId(), stream(key), 0))
                .isPresent();
    }

    private Result<E> decide(RecordReader.Versioned before, C command) {
        return switch (decider.decide(before.recorded(), command)) {
            case Decision.Refused<E> refused -> new Result.Refused<>(refused.refusal());
            case Decision.Accepted<E> accepted ->
                new Result.Done<>(
                        accepted.events(), before.version() + accepted.events().size());
        };
    }
}
