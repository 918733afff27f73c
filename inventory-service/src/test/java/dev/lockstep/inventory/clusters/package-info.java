@NullMarked
package dev.lockstep.inventory.clusters;

import org.jspecify.annotations.NullMarked;
