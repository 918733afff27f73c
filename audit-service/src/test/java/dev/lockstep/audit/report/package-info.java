@NullMarked
package dev.lockstep.audit.report;

import org.jspecify.annotations.NullMarked;
