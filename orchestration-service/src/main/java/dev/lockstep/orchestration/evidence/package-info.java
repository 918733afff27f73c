/** Files that people give as evidence. */
@NullMarked
package dev.lockstep.orchestration.evidence;

import org.jspecify.annotations.NullMarked;
