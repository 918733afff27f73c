/** How commands are run: as processes of this machine, or over SSH on another one. */
@NullMarked
package dev.lockstep.siterunner.transport;

import org.jspecify.annotations.NullMarked;
