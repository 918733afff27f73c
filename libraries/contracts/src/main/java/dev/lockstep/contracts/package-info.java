/** The published language of Lockstep: identifiers, events and the values they carry; nothing but data. */
@NullMarked
package dev.lockstep.contracts;

import org.jspecify.annotations.NullMarked;
