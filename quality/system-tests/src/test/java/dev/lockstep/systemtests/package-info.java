/** The whole platform as processes. */
@NullMarked
package dev.lockstep.systemtests;

import org.jspecify.annotations.NullMarked;
