/** Who may approve a plan, and when an approval still counts. */
@NullMarked
package dev.lockstep.orchestration.approval;

import org.jspecify.annotations.NullMarked;
