/** Organizations: what may happen to one, and what can be asked about them. */
@NullMarked
package dev.lockstep.inventory.organizations;

import org.jspecify.annotations.NullMarked;
