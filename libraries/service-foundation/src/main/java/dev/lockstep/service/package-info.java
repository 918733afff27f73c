/** What the four services have in common: problems, paging, correlation, and the wiring of the event store. */
@NullMarked
package dev.lockstep.service;

import org.jspecify.annotations.NullMarked;
