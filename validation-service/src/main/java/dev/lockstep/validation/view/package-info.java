/** What validation knows of the inventory, at the version that somebody asks for. */
@NullMarked
package dev.lockstep.validation.view;

import org.jspecify.annotations.NullMarked;
