@NullMarked
package dev.lockstep.orchestration.deputy;

import org.jspecify.annotations.NullMarked;
