/** Rollouts: request, approve, start, watch, decide. */
@NullMarked
package dev.lockstep.cli.rollout;

import org.jspecify.annotations.NullMarked;
