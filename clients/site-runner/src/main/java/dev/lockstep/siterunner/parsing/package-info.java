/** Turns the output of Windows tools into facts; what cannot be understood is an error, never a fact. */
@NullMarked
package dev.lockstep.siterunner.parsing;

import org.jspecify.annotations.NullMarked;
