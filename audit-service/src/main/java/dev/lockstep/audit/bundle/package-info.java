/** What a bundle is made of: everything that anybody needs to check the log without this service. */
@NullMarked
package dev.lockstep.audit.bundle;

import org.jspecify.annotations.NullMarked;
