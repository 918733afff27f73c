/** Reports on rollouts, for auditors to file: what the log has about a rollout, as a document under the log's signature. */
@NullMarked
package dev.lockstep.audit.report;

import org.jspecify.annotations.NullMarked;
