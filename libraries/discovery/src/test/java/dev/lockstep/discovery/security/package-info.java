@NullMarked
package dev.lockstep.discovery.security;

import org.jspecify.annotations.NullMarked;
