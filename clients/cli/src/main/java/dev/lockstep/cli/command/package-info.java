/** What every command shares: its surroundings, its options, and how it reads what services answer. */
@NullMarked
package dev.lockstep.cli.command;

import org.jspecify.annotations.NullMarked;
