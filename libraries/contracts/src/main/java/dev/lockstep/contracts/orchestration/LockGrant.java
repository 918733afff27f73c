package dev.lockstep.contracts.orchestration;

/**
 * A lock that a step holds.
 *
 * @param resource what is locked: {@code organization contoso}, {@code cluster contoso:clu01}, {@code node contoso:clu01/E2K3-N1} …
 * @param fencingToken greater than that of every earlier grant of the same resource
 */
public record LockGrant(String resource, long fencingToken) {}
