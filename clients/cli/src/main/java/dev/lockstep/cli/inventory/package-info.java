/** Documents, clusters and their facts. */
@NullMarked
package dev.lockstep.cli.inventory;

import org.jspecify.annotations.NullMarked;
