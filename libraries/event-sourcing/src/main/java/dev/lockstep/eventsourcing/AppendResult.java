package dev.lockstep.eventsourcing;

/** Whether events were appended. */
public sealed interface AppendResult {

    /** All events were appended, in all streams. */
    record Appended() implements AppendResult {}

    /** Somebody else appended since the decision was made; nothing was appended to any stream. */
    record Conflict(StreamId stream, long expectedVersion, long actualVersion) implements AppendResult {}
}
