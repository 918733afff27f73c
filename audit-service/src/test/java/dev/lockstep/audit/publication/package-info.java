@org.jspecify.annotations.NullMarked
package dev.lockstep.audit.publication;
