/** What happened to the platform itself, not to what it coordinates. */
@NullMarked
package dev.lockstep.contracts.platform;

import org.jspecify.annotations.NullMarked;
