/** Gates: a rollout asks whether a step's requirements are met at stated inventory versions, and gets one answer. */
@NullMarked
package dev.lockstep.validation.gates;

import org.jspecify.annotations.NullMarked;
