/** Plans, approvals and rollouts as events. */
@NullMarked
package dev.lockstep.contracts.orchestration;

import org.jspecify.annotations.NullMarked;
