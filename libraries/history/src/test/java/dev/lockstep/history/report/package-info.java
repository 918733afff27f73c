@NullMarked
package dev.lockstep.history.report;

import org.jspecify.annotations.NullMarked;
