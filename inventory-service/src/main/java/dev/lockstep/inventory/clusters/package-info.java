/** Clusters: what may happen to one, and what can be asked about them. */
@NullMarked
package dev.lockstep.inventory.clusters;

import org.jspecify.annotations.NullMarked;
