/** The real servers of the local stack: unpacked, initialised, started and furnished. */
@NullMarked
package dev.lockstep.localstack.server;

import org.jspecify.annotations.NullMarked;
