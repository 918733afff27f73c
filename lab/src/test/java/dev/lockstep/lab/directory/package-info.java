@NullMarked
package dev.lockstep.lab.directory;

import org.jspecify.annotations.NullMarked;
