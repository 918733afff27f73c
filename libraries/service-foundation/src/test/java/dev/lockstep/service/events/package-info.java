@NullMarked
package dev.lockstep.service.events;

import org.jspecify.annotations.NullMarked;
