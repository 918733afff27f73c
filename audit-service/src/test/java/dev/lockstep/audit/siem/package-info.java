@NullMarked
package dev.lockstep.audit.siem;

import org.jspecify.annotations.NullMarked;
