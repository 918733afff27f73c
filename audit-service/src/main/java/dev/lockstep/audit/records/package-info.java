/** What is kept of the records, and for how long: legal holds and the periods after which bulky data are given up. */
@NullMarked
package dev.lockstep.audit.records;

import org.jspecify.annotations.NullMarked;
