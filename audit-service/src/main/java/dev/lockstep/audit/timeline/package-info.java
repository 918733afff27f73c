/** What happened, a sentence an entry: to a cluster, in a rollout or one of its steps, at a site, by a person. */
@NullMarked
package dev.lockstep.audit.timeline;

import org.jspecify.annotations.NullMarked;
