/** Reads the directory over LDAP and the name service over DNS, and says what they show as facts of the inventory. */
@NullMarked
package dev.lockstep.discovery;

import org.jspecify.annotations.NullMarked;
