@NullMarked
package dev.lockstep.localstack;

import org.jspecify.annotations.NullMarked;
