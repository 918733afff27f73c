/** Starting, looking at and stopping a platform on this machine. */
@NullMarked
package dev.lockstep.cli.platform;

import org.jspecify.annotations.NullMarked;
