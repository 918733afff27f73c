/** The lists of clusters and organizations: a view that is built from the log. */
@NullMarked
package dev.lockstep.inventory.overview;

import org.jspecify.annotations.NullMarked;
