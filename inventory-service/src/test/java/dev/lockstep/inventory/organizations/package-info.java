@NullMarked
package dev.lockstep.inventory.organizations;

import org.jspecify.annotations.NullMarked;
