/** Child processes that end with their parent: launching, signals, and what became of them. */
@NullMarked
package dev.lockstep.localstack.process;

import org.jspecify.annotations.NullMarked;
