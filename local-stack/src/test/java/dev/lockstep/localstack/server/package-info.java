@NullMarked
package dev.lockstep.localstack.server;

import org.jspecify.annotations.NullMarked;
