/** Looks at real systems: a tool is run, and what it shows is read. */
@NullMarked
package dev.lockstep.siterunner.looking;

import org.jspecify.annotations.NullMarked;
