package dev.lockstep.discovery.security;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An entry that allows or denies [MS-DTYP 2.4.4].
 *
 * @param flags how it is inherited
 * @param mask the rights, generic ones as they stand
 * @param objectType the kind of property, child or extended right that it is about; null when about all of them
 * @param inheritedObjectType the class of objects that inherit it; null when all do
 * @param holder whom it is about
 */
public record AccessEntry(
        Effect effect,
        int flags,
        int mask,
        @Nullable UUID objectType,
        @Nullable UUID inheritedObjectType,
        Sid holder) {

    private static final int INHERIT_ONLY = 0x08;
    private static final int INHERITED = 0x10;

    /** What an entry does. */
    public enum Effect {
        ALLOW,
        DENY
    }

    /** Whether it counts for the object itself, not only for what inherits it. */
    boolean counts() {
        return (flags & INHERIT_ONLY) == 0;
    }

    /** Whether it comes from a container above. */
    boolean isInherited() {
        return (flags & INHERITED) != 0;
    }
}
