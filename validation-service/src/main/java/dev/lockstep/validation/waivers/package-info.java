/** Waivers of recommendations: asked for by one person, approved by another, for a while. */
@NullMarked
package dev.lockstep.validation.waivers;

import org.jspecify.annotations.NullMarked;
