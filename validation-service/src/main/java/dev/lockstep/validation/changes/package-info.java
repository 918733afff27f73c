/** What changed facts do to verdicts: only what reads them is evaluated again, and only what is another is published. */
@NullMarked
package dev.lockstep.validation.changes;

import org.jspecify.annotations.NullMarked;
