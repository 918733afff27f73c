/**
 * A log in a folder that anybody can check with the log's public key: entries and tiles in the layout of C2SP {@code tlog-tiles}, every
 * checkpoint, certificates, and a signed manifest over what neither the tree covers nor the entries imply.
 */
@NullMarked
package dev.lockstep.history.bundle;

import org.jspecify.annotations.NullMarked;
