@NullMarked
package dev.lockstep.history.bundle;

import org.jspecify.annotations.NullMarked;
