/** Finding out what the tools of Windows show about a cluster. */
@NullMarked
package dev.lockstep.cli.collect.tools;

import org.jspecify.annotations.NullMarked;
