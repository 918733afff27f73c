package dev.lockstep.contracts.work;

/**
 * A runner says that it still works on a task.
 *
 * @param fencingToken the token of the grant
 */
public record Heartbeat(long fencingToken) {}
