package dev.lockstep.cli.demo;

import java.net.URI;
import java.nio.file.Path;

/**
 * Where the demo takes place.
 *
 * @param root of the checkout
 * @param state the state folder of the platform
 * @param lab where the simulated data centre answers
 */
record DemoPlace(Path root, Path state, URI lab) {}
