package dev.lockstep.contracts.work;

import org.jspecify.annotations.Nullable;

/**
 * A runner says that it still works on a task.
 *
 * @param fencingToken the token of the grant
 * @param running whether its work has begun: a command that runs keeps its grant also when nobody could hear its heartbeats for a
 *     while; one that has not begun does not. Null, of a runner that does not say, counts as not begun
 */
public record Heartbeat(long fencingToken, @Nullable Boolean running) {}
