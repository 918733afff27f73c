/** Plans, online and offline. */
@NullMarked
package dev.lockstep.cli.planning;

import org.jspecify.annotations.NullMarked;
