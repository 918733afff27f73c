/** Hypothetical futures: facts that do not hold yet, laid over those that do. */
@NullMarked
package dev.lockstep.requirements.whatif;

import org.jspecify.annotations.NullMarked;
