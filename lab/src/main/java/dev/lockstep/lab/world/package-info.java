/** The simulated data centre as a value: directory, name service, clusters, nodes, groups and resources; no behaviour of time. */
@NullMarked
package dev.lockstep.lab.world;

import org.jspecify.annotations.NullMarked;
