/** The rollout aggregate: one plan carried out on one cluster, one step after another. */
@NullMarked
package dev.lockstep.orchestration.rollout;

import org.jspecify.annotations.NullMarked;
