@NullMarked
package dev.lockstep.discovery;

import org.jspecify.annotations.NullMarked;
