@NullMarked
package dev.lockstep.service.paging;

import org.jspecify.annotations.NullMarked;
