/** Measurements of the platform against its goals, each with its baseline from the same run. */
@NullMarked
package dev.lockstep.benchmarks;

import org.jspecify.annotations.NullMarked;
