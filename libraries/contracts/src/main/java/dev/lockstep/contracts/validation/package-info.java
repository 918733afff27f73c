/** Verdicts on requirements, and the gates that rollouts ask for. */
@NullMarked
package dev.lockstep.contracts.validation;

import org.jspecify.annotations.NullMarked;
