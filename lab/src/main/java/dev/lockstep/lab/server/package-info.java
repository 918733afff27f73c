/** The lab as a process: its clock, its memory on disk, its loopback server and its faults. */
@NullMarked
package dev.lockstep.lab.server;

import org.jspecify.annotations.NullMarked;
