@NullMarked
package dev.lockstep.history.person;

import org.jspecify.annotations.NullMarked;
