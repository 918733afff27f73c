/** The event store, its relay and its consumers, started and stopped with the application. */
@NullMarked
package dev.lockstep.service.events;

import org.jspecify.annotations.NullMarked;
