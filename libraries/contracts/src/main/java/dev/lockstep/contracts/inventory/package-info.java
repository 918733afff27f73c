/** Facts about organizations and clusters, and the events that change them. */
@NullMarked
package dev.lockstep.contracts.inventory;

import org.jspecify.annotations.NullMarked;
