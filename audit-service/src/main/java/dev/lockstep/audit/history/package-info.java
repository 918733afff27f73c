/** What the entries alone tell of a rollout: who had it done with which authority, and whether one step at a time was kept. */
@NullMarked
package dev.lockstep.audit.history;

import org.jspecify.annotations.NullMarked;
