/** The site runner: runs commands next to the clusters of a site, under lease, and reports what it saw. */
@NullMarked
package dev.lockstep.siterunner;

import org.jspecify.annotations.NullMarked;
