@NullMarked
package dev.lockstep.audit.witness;

import org.jspecify.annotations.NullMarked;
