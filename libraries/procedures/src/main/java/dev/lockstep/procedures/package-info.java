/** Procedures as data, and the planner that turns them, an inventory document and a target into a plan. */
@NullMarked
package dev.lockstep.procedures;

import org.jspecify.annotations.NullMarked;
