/** Rollouts and attended work over HTTP. */
@NullMarked
package dev.lockstep.orchestration.api;

import org.jspecify.annotations.NullMarked;
