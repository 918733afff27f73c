/** Tasks: remembered before they start, run as processes, reported until somebody has heard. */
@NullMarked
package dev.lockstep.siterunner.work;

import org.jspecify.annotations.NullMarked;
