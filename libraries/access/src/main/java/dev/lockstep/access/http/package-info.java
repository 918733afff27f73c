/** The decisions of {@link dev.lockstep.access} applied to HTTP requests; an endpoint without a policy is refused. */
@NullMarked
package dev.lockstep.access.http;

import org.jspecify.annotations.NullMarked;
