/** The robot that carries out attended work in the lab. */
@NullMarked
package dev.lockstep.lab.operator;

import org.jspecify.annotations.NullMarked;
