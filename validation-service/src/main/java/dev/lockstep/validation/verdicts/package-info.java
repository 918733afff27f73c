/** What the requirements that apply to a cluster come to. */
@NullMarked
package dev.lockstep.validation.verdicts;

import org.jspecify.annotations.NullMarked;
