/** The log's key and what it must not forget: kept in files, outside the database that it vouches for. */
@NullMarked
package dev.lockstep.audit.signing;

import org.jspecify.annotations.NullMarked;
