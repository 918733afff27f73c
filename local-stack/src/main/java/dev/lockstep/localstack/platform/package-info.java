/** The whole platform as child processes of one supervisor: definition, order, state, restarts. */
@NullMarked
package dev.lockstep.localstack.platform;

import org.jspecify.annotations.NullMarked;
