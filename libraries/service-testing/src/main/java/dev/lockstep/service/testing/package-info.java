/** What the tests of every service share: real servers, tokens, the walk over all endpoints, and the rules of the architecture. */
@NullMarked
package dev.lockstep.service.testing;

import org.jspecify.annotations.NullMarked;
