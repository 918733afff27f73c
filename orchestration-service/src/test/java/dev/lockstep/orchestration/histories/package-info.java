@NullMarked
package dev.lockstep.orchestration.histories;

import org.jspecify.annotations.NullMarked;
