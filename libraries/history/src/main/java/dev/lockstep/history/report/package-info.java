/** Reports on rollouts that an auditor files: how they are sealed by the log's key, and how that is checked without a platform. */
@NullMarked
package dev.lockstep.history.report;

import org.jspecify.annotations.NullMarked;
