/** What the runner says to the platform and how it proves who it is. */
@NullMarked
package dev.lockstep.siterunner.platform;

import org.jspecify.annotations.NullMarked;
