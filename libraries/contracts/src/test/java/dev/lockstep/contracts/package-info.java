@NullMarked
package dev.lockstep.contracts;

import org.jspecify.annotations.NullMarked;
