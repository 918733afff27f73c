@NullMarked
package dev.lockstep.inventory.facts;

import org.jspecify.annotations.NullMarked;
