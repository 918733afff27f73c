/** Lists of what an account may see: the condition is part of the query. */
@NullMarked
package dev.lockstep.orchestration.visibility;

import org.jspecify.annotations.NullMarked;
