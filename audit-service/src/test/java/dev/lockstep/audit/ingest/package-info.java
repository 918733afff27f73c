@NullMarked
package dev.lockstep.audit.ingest;

import org.jspecify.annotations.NullMarked;
