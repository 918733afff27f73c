@NullMarked
package dev.lockstep.service.http;

import org.jspecify.annotations.NullMarked;
