/** What carries a rollout on: it looks at what is stored and gives the next command. */
@NullMarked
package dev.lockstep.orchestration.automation;

import org.jspecify.annotations.NullMarked;
