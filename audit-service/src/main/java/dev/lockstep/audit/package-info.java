/** The audit service: every event of every service once, in a log that anyone can verify. */
@NullMarked
package dev.lockstep.audit;

import org.jspecify.annotations.NullMarked;
