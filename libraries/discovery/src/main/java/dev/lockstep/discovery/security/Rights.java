package dev.lockstep.discovery.security;

import dev.lockstep.discovery.security.AccessEntry.Effect;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** What an access list gives to one holder by name, on the object itself; what holders get by groups that they are in is not added. */
final class Rights {

    /** Opening mailboxes as Send As and Receive As do is nobody's who administers; that it is denied takes no role away. */
    private static final Set<UUID> MAILBOX_RIGHTS = Set.of(
            UUID.fromString("ab721a54-1e2f-11d0-9819-00aa0040529b"),
            UUID.fromString("ab721a56-1e2f-11d0-9819-00aa0040529b"));

    private static final int GENERIC_READ = 0x8000_0000;
    private static final int GENERIC_WRITE = 0x4000_0000;
    private static final int GENERIC_EXECUTE = 0x2000_0000;
    private static final int GENERIC_ALL = 0x1000_0000;

    private Rights() {}

    /**
     * The role that the rights amount to: as a domain controller does, the first entry that speaks of a right decides it. Allowing one
     * property, child or extended right only does not count.
     *
     * @param deniedInPart whether denying a right for one kind of property or child takes the whole right
     */
    static Role role(List<AccessEntry> list, Sid holder, boolean deniedInPart) {
        int allowed = 0;
        int denied = 0;
        for (AccessEntry each : list) {
            if (!each.counts()) {
                continue;
            }
            int rights = specific(each.mask());
            if (each.effect() == Effect.ALLOW) {
                if (each.holder().equals(holder) && each.objectType() == null) {
                    allowed |= rights & ~denied;
                }
            } else if (each.holder().equals(holder) || each.holder().isEverybody()) {
                boolean whole = each.objectType() == null;
                if (whole || (deniedInPart && !MAILBOX_RIGHTS.contains(each.objectType()))) {
                    denied |= rights & ~allowed;
                }
            }
        }
        return Role.of(allowed);
    }

    /** Generic rights as those that they stand for at objects of a directory [MS-ADTS 5.1.3.2]. */
    static int specific(int mask) {
        int rights = mask;
        rights |= (mask & GENERIC_READ) == 0 ? 0 : 0x20094;
        rights |= (mask & GENERIC_WRITE) == 0 ? 0 : 0x20028;
        rights |= (mask & GENERIC_EXECUTE) == 0 ? 0 : 0x20004;
        rights |= (mask & GENERIC_ALL) == 0 ? 0 : 0xF01FF;
        return rights;
    }
}
