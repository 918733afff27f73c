package dev.lockstep.cli.rollout;

import picocli.CommandLine.Command;

/** The commands about rollouts. */
@Command(name = "rollout", description = "Carry a plan out: request, approve, start, watch, decide.")
public final class RolloutGroup {}
