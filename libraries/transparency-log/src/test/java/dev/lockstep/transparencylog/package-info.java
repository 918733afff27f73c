@NullMarked
package dev.lockstep.transparencylog;

import org.jspecify.annotations.NullMarked;
