/** Commands about deputies, to whom approvers lend authority while they are away. */
@NullMarked
package dev.lockstep.cli.deputy;

import org.jspecify.annotations.NullMarked;
