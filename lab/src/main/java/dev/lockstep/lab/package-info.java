/** A simulated data centre (Windows clusters, directory, name service) for demonstrations and tests; never in production. */
@NullMarked
package dev.lockstep.lab;

import org.jspecify.annotations.NullMarked;
