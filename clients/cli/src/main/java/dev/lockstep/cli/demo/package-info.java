/** The whole story on a simulated data centre. */
@NullMarked
package dev.lockstep.cli.demo;

import org.jspecify.annotations.NullMarked;
