/** Work for site runners, under lease. */
@NullMarked
package dev.lockstep.orchestration.dispatch;

import org.jspecify.annotations.NullMarked;
