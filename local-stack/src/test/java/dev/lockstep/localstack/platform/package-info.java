@NullMarked
package dev.lockstep.localstack.platform;

import org.jspecify.annotations.NullMarked;
