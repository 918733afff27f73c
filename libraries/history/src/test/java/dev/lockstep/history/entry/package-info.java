@NullMarked
package dev.lockstep.history.entry;

import org.jspecify.annotations.NullMarked;
