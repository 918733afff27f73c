/** Work that a service does by itself, unasked. */
@NullMarked
package dev.lockstep.service.work;

import org.jspecify.annotations.NullMarked;
