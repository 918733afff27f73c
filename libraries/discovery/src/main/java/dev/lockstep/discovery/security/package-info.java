/** Security descriptors of directory objects: read strictly, and weighed as a domain controller weighs them. Knows no directory. */
@NullMarked
package dev.lockstep.discovery.security;

import org.jspecify.annotations.NullMarked;
