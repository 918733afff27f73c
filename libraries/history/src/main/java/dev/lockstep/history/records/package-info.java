/** What the history says about its own records: which data were given up, so that their absence is no damage. */
@NullMarked
package dev.lockstep.history.records;

import org.jspecify.annotations.NullMarked;
