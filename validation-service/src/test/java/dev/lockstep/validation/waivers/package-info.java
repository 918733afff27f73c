@NullMarked
package dev.lockstep.validation.waivers;

import org.jspecify.annotations.NullMarked;
