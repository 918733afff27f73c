@NullMarked
package dev.lockstep.audit.entries;

import org.jspecify.annotations.NullMarked;
