/** What the orchestration hands to site runners and to people, and what they answer. */
@NullMarked
package dev.lockstep.contracts.work;

import org.jspecify.annotations.NullMarked;
