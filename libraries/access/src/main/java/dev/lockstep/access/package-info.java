/** Who may do what, decided in one place: principals, scopes, Exchange delegations, and the list of all policies. */
@NullMarked
package dev.lockstep.access;

import org.jspecify.annotations.NullMarked;
