/** Reports on a cluster as it is known now. */
@NullMarked
package dev.lockstep.validation.reports;

import org.jspecify.annotations.NullMarked;
