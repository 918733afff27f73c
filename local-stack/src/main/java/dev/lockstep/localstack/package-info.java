/**
 * The platform on one machine without containers: {@link dev.lockstep.localstack.platform.Platform} for people, {@link
 * dev.lockstep.localstack.TestServers} for tests.
 */
@NullMarked
package dev.lockstep.localstack;

import org.jspecify.annotations.NullMarked;
