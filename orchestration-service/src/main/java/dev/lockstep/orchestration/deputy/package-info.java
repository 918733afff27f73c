/** Deputies: approvers who will be away lend their Exchange authority for a period, which a second approver agrees to. */
@NullMarked
package dev.lockstep.orchestration.deputy;

import org.jspecify.annotations.NullMarked;
