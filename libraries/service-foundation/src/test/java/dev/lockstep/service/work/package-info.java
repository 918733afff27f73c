@NullMarked
package dev.lockstep.service.work;

import org.jspecify.annotations.NullMarked;
