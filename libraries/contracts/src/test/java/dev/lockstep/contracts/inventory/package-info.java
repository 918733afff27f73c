@NullMarked
package dev.lockstep.contracts.inventory;

import org.jspecify.annotations.NullMarked;
