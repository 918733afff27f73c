@NullMarked
package dev.lockstep.audit.timeline;

import org.jspecify.annotations.NullMarked;
