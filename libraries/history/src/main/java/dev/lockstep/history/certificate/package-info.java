/** What the entries prove about rollouts: one step at a time, gates, approvals, locks; or the pair that violated it. */
@NullMarked
package dev.lockstep.history.certificate;

import org.jspecify.annotations.NullMarked;
