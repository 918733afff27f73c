/** Whether the history keeps up with what happens: what cannot be accounted for is not begun. */
@NullMarked
package dev.lockstep.orchestration.auditbacklog;

import org.jspecify.annotations.NullMarked;
