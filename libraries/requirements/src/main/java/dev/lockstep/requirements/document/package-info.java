/** Reading inventory documents: bounded, refused whole when anything is wrong, every mistake named by its place. */
@NullMarked
package dev.lockstep.requirements.document;

import org.jspecify.annotations.NullMarked;
