/** Requirements that organizations add to those of Lockstep: checked whole, recorded as events, never able to loosen ours. */
@NullMarked
package dev.lockstep.validation.requirements;

import org.jspecify.annotations.NullMarked;
