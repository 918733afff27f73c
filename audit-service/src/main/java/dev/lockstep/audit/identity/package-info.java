/** What the identity provider records of sign-ins and of the administration of accounts, taken over into the history. */
@NullMarked
package dev.lockstep.audit.identity;

import org.jspecify.annotations.NullMarked;
