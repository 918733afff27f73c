package dev.lockstep.discovery.security;

import dev.lockstep.discovery.security.AccessEntry.Effect;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Goes through the bytes of one descriptor. */
final class DescriptorReader {

    private static final int HEAD = 20;
    private static final int REVISION = 1;
    private static final int SELF_RELATIVE = 0x8000;
    private static final int LIST_PRESENT = 0x0004;
    private static final int LIST_HEAD = 8;
    private static final int LIST_REVISION = 2;
    private static final int LIST_REVISION_FOR_OBJECTS = 4;
    private static final int ENTRY_HEAD = 4;
    private static final int WORD = 4;
    private static final int OBJECT_TYPE = 1;
    private static final int INHERITED_OBJECT_TYPE = 2;

    private final Bytes whole;

    DescriptorReader(Bytes whole) {
        this.whole = whole;
    }

    Descriptor descriptor() throws Bytes.Unreadable {
        Bytes head = whole.from(0, "the descriptor").take(HEAD, "the head of the descriptor");
        int revision = head.oneByte("revision");
        if (revision != REVISION) {
            throw new Bytes.Unreadable("the descriptor has the revision %d".formatted(revision));
        }
        head.oneByte("reserved byte");
        int control = head.number16("control flags");
        if ((control & SELF_RELATIVE) == 0) {
            throw new Bytes.Unreadable("the descriptor is not self-relative");
        }
        holder(head.number32("offset"), "the owner");
        holder(head.number32("offset"), "the group");
        part(head.number32("offset"), "the audit list");
        Optional<Bytes> list = part(head.number32("offset"), "the access list");
        if (list.isEmpty() || (control & LIST_PRESENT) == 0) {
            return new Descriptor.Open();
        }
        return new Descriptor.Listed(entries(list.get()));
    }

    private Optional<Bytes> part(long offset, String what) throws Bytes.Unreadable {
        if (offset != 0 && offset < HEAD) {
            throw new Bytes.Unreadable("%s begins inside the head".formatted(what));
        }
        return offset == 0 ? Optional.empty() : Optional.of(whole.from(offset, what));
    }

    private void holder(long offset, String what) throws Bytes.Unreadable {
        Optional<Bytes> bytes = part(offset, what);
        if (bytes.isPresent()) {
            Sid.read(bytes.get());
        }
    }

    private static List<AccessEntry> entries(Bytes from) throws Bytes.Unreadable {
        Bytes head = from.take(LIST_HEAD, "the head of the access list");
        int revision = head.oneByte("revision");
        if (revision != LIST_REVISION && revision != LIST_REVISION_FOR_OBJECTS) {
            throw new Bytes.Unreadable("the access list has the revision %d".formatted(revision));
        }
        head.oneByte("reserved byte");
        int size = head.number16("size");
        if (size < LIST_HEAD || size % WORD != 0) {
            throw new Bytes.Unreadable("the access list cannot have %d bytes".formatted(size));
        }
        int count = head.number16("count");
        Bytes body = from.take(size - LIST_HEAD, "the access list");
        List<AccessEntry> entries = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            entry(body, "entry %d of %d".formatted(i, count), revision).ifPresent(entries::add);
        }
        return entries;
    }

    private static Optional<AccessEntry> entry(Bytes list, String what, int revision) throws Bytes.Unreadable {
        Bytes head = list.take(ENTRY_HEAD, what);
        int type = head.oneByte(what);
        int flags = head.oneByte(what);
        int size = head.number16(what);
        if (size < ENTRY_HEAD || size % WORD != 0) {
            throw new Bytes.Unreadable("%s cannot have %d bytes".formatted(what, size));
        }
        Bytes body = list.take(size - ENTRY_HEAD, what);
        return switch (type) {
            case 0x00 -> Optional.of(plain(Effect.ALLOW, flags, body, what));
            case 0x01 -> Optional.of(plain(Effect.DENY, flags, body, what));
            case 0x05 -> Optional.of(aboutObjects(Effect.ALLOW, flags, body, what, revision));
            case 0x06 -> Optional.of(aboutObjects(Effect.DENY, flags, body, what, revision));
            default -> Optional.empty();
        };
    }

    private static AccessEntry plain(Effect effect, int flags, Bytes body, String what) throws Bytes.Unreadable {
        int mask = (int) body.number32(what);
        return new AccessEntry(effect, flags, mask, null, null, Sid.read(body));
    }

    private static AccessEntry aboutObjects(Effect effect, int flags, Bytes body, String what, int revision)
            throws Bytes.Unreadable {
        if (revision != LIST_REVISION_FOR_OBJECTS) {
            throw new Bytes.Unreadable("%s is about objects in a list of revision %d".formatted(what, revision));
        }
        int mask = (int) body.number32(what);
        long types = body.number32(what);
        UUID objectType = (types & OBJECT_TYPE) == 0 ? null : body.id(what);
        UUID inheritedObjectType = (types & INHERITED_OBJECT_TYPE) == 0 ? null : body.id(what);
        return new AccessEntry(effect, flags, mask, objectType, inheritedObjectType, Sid.read(body));
    }
}
