/** The facts dictionary: what may stand in an inventory document, and what is to be known about each fact. */
@NullMarked
package dev.lockstep.requirements.dictionary;

import org.jspecify.annotations.NullMarked;
