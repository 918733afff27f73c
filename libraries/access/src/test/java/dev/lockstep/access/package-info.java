@NullMarked
package dev.lockstep.access;

import org.jspecify.annotations.NullMarked;
