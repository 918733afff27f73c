/** How the command line reaches the services. */
@NullMarked
package dev.lockstep.cli.api;

import org.jspecify.annotations.NullMarked;
