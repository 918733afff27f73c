/** Attended work. */
@NullMarked
package dev.lockstep.cli.work;

import org.jspecify.annotations.NullMarked;
