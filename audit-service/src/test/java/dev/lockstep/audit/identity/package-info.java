@NullMarked
package dev.lockstep.audit.identity;

import org.jspecify.annotations.NullMarked;
