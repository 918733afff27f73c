@NullMarked
package dev.lockstep.orchestration.planning;

import org.jspecify.annotations.NullMarked;
