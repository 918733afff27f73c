/** The command line programs of the lab: they read arguments as the real tools do and print in their format. */
@NullMarked
package dev.lockstep.lab.programs;

import org.jspecify.annotations.NullMarked;
