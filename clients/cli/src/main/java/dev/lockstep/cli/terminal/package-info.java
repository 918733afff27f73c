/** What people see: tables, colour, live lines, failures as sentences. */
@NullMarked
package dev.lockstep.cli.terminal;

import org.jspecify.annotations.NullMarked;
