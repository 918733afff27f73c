@NullMarked
package dev.lockstep.history.certificate;

import org.jspecify.annotations.NullMarked;
