@NullMarked
package dev.lockstep.service.memory;

import org.jspecify.annotations.NullMarked;
