/** Personal data under keys of their persons: written so once, readable while the key is there, never again after it is destroyed. */
@NullMarked
package dev.lockstep.history.person;

import org.jspecify.annotations.NullMarked;
