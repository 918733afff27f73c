/** The requirement catalogue that the service applies. */
@NullMarked
package dev.lockstep.validation.catalogue;

import org.jspecify.annotations.NullMarked;
