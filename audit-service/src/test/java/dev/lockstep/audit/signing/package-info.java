@NullMarked
package dev.lockstep.audit.signing;

import org.jspecify.annotations.NullMarked;
