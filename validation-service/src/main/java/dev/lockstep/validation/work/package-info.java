/** Work that goes on beside requests. */
@NullMarked
package dev.lockstep.validation.work;

import org.jspecify.annotations.NullMarked;
