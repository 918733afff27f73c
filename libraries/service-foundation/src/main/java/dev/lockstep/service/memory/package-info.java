/** What a service remembers to save work, and could do without. */
@NullMarked
package dev.lockstep.service.memory;

import org.jspecify.annotations.NullMarked;
