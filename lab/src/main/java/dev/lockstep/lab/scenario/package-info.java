/** Builds a data centre from any inventory document. */
@NullMarked
package dev.lockstep.lab.scenario;

import org.jspecify.annotations.NullMarked;
