/** The inventory as this service has heard of it, at every version. */
@NullMarked
package dev.lockstep.orchestration.inventoryview;

import org.jspecify.annotations.NullMarked;
