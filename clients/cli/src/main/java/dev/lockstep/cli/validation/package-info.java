/** Requirements, reports and the offline check. */
@NullMarked
package dev.lockstep.cli.validation;

import org.jspecify.annotations.NullMarked;
