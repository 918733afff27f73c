/** Lists that hold what an account may see. */
@NullMarked
package dev.lockstep.orchestration.paging;

import org.jspecify.annotations.NullMarked;
