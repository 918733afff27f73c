/** Storage layouts: which shared disks a number of virtual servers needs, and how they are reached. */
@NullMarked
package dev.lockstep.requirements.storage;

import org.jspecify.annotations.NullMarked;
