/** Who the person is: accounts, tokens and where they are kept. */
@NullMarked
package dev.lockstep.cli.session;

import org.jspecify.annotations.NullMarked;
