/** From the topics into the ledger. */
@NullMarked
package dev.lockstep.audit.ingest;

import org.jspecify.annotations.NullMarked;
