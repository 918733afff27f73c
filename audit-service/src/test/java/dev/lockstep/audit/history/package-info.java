@NullMarked
package dev.lockstep.audit.history;

import org.jspecify.annotations.NullMarked;
