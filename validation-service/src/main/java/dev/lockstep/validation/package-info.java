/** The validation service: applies the requirement catalogue to what inventory knows, for reports and for gates of rollouts. */
@NullMarked
package dev.lockstep.validation;

import org.jspecify.annotations.NullMarked;
