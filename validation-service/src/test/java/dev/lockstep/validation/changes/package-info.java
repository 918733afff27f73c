@NullMarked
package dev.lockstep.validation.changes;

import org.jspecify.annotations.NullMarked;
