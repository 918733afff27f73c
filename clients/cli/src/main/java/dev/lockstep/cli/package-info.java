/** The command line: one command per job of a person, over the public interfaces of the services. */
@NullMarked
package dev.lockstep.cli;

import org.jspecify.annotations.NullMarked;
