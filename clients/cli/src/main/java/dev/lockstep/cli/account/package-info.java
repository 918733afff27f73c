/** Signing in and out. */
@NullMarked
package dev.lockstep.cli.account;

import org.jspecify.annotations.NullMarked;
