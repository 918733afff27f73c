@NullMarked
package dev.lockstep.audit.ledger;

import org.jspecify.annotations.NullMarked;
