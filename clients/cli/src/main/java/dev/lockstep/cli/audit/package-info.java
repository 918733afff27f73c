/** The history. */
@NullMarked
package dev.lockstep.cli.audit;

import org.jspecify.annotations.NullMarked;
