/** Requirements as data: reading them, checking them, and the hash that names exactly one state of them. */
@NullMarked
package dev.lockstep.requirements.catalogue;

import org.jspecify.annotations.NullMarked;
