@NullMarked
package dev.lockstep.cli.demo;

import org.jspecify.annotations.NullMarked;
