/** The requirement engine: the catalogue as data, the facts dictionary, and the evaluation of both over an inventory document. */
@NullMarked
package dev.lockstep.requirements;

import org.jspecify.annotations.NullMarked;
