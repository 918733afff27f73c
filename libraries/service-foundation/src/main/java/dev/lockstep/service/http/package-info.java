/** Requests and responses as every service treats them: problems, correlation ids, entity tags. */
@NullMarked
package dev.lockstep.service.http;

import org.jspecify.annotations.NullMarked;
