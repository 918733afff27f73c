@NullMarked
package dev.lockstep.localstack.process;

import org.jspecify.annotations.NullMarked;
