@NullMarked
package dev.lockstep.audit.records;

import org.jspecify.annotations.NullMarked;
