package dev.lockstep.lab.directory;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who may do what with an object, in the order in which it is gone through, and written as a self-relative security descriptor
 * [MS-DTYP 2.4.4, 2.4.5, 2.4.6] that holds this list and nothing else. It is immutable.
 */
public record AccessList(List<Entry> entries) {
    public static final int CONTAINERS_INHERIT = 0x02;
    public static final int INHERITED = 0x10;

    private static final int HEAD = 20;
    private static final int LIST_HEAD = 8;
    private static final int LARGEST = 0xFFFF;
    private static final byte FOR_DIRECTORIES = 4;
    private static final short SELF_RELATIVE_WITH_LIST = (short) 0x8004;
    private static final int OBJECT_TYPE = 1;
    private static final int INHERITED_OBJECT_TYPE = 2;

    public AccessList {
        entries = List.copyOf(entries);
    }

    /** What an entry does; those about objects can name a kind of property, child or right. */
    public enum Kind {
        ALLOW(0x00),
        DENY(0x01),
        ALLOW_OBJECT(0x05),
        DENY_OBJECT(0x06);

        private final byte type;

        Kind(int type) {
            this.type = (byte) type;
        }

        private boolean isAboutObjects() {
            return this == ALLOW_OBJECT || this == DENY_OBJECT;
        }
    }

    /**
     * An entry.
     *
     * @param flags how it is inherited
     * @param mask the rights
     * @param objectType kind of property, child or right, of an entry about objects; null for all
     * @param inheritedObjectType class of the objects that inherit it, of an entry about objects; null for all
     * @param holder security identifier, as {@code S-1-5-…}
     */
    public record Entry(
            Kind kind,
            int flags,
            int mask,
            @Nullable UUID objectType,
            @Nullable UUID inheritedObjectType,
            String holder) {

        /** An entry that this object inherited instead of bearing it itself. */
        Entry inherited() {
            return new Entry(kind, flags | INHERITED, mask, objectType, inheritedObjectType, holder);
        }

        private byte[] bytes() {
            byte[] identifier = SecurityIds.bytes(holder);
            int types = 0;
            if (kind.isAboutObjects()) {
                types = Integer.BYTES + (objectType == null ? 0 : 16) + (inheritedObjectType == null ? 0 : 16);
            }
            ByteBuffer bytes =
                    ByteBuffer.allocate(8 + types + identifier.length).order(ByteOrder.LITTLE_ENDIAN);
            bytes.put(kind.type).put((byte) flags).putShort((short) bytes.capacity());
            bytes.putInt(mask);
            if (kind.isAboutObjects()) {
                bytes.putInt((objectType == null ? 0 : OBJECT_TYPE)
                        | (inheritedObjectType == null ? 0 : INHERITED_OBJECT_TYPE));
                put(bytes, objectType);
                put(bytes, inheritedObjectType);
            }
            return bytes.put(identifier).array();
        }

        /** Three numbers with the least byte first, then eight bytes as they are written. */
        private static void put(ByteBuffer bytes, @Nullable UUID id) {
            if (id != null) {
                long high = id.getMostSignificantBits();
                bytes.putInt((int) (high >>> 32))
                        .putShort((short) (high >>> 16))
                        .putShort((short) high);
                bytes.order(ByteOrder.BIG_ENDIAN)
                        .putLong(id.getLeastSignificantBits())
                        .order(ByteOrder.LITTLE_ENDIAN);
            }
        }
    }

    /** The descriptor. */
    public byte[] descriptor() {
        List<byte[]> written = new ArrayList<>();
        int size = LIST_HEAD;
        for (Entry each : entries) {
            byte[] bytes = each.bytes();
            written.add(bytes);
            size += bytes.length;
        }
        if (size > LARGEST) {
            throw new IllegalArgumentException("an access list has at most 65,535 bytes, not " + size);
        }
        ByteBuffer all = ByteBuffer.allocate(HEAD + size).order(ByteOrder.LITTLE_ENDIAN);
        all.put((byte) 1).put((byte) 0).putShort(SELF_RELATIVE_WITH_LIST);
        all.putInt(0).putInt(0).putInt(0).putInt(HEAD);
        all.put(FOR_DIRECTORIES).put((byte) 0).putShort((short) size);
        all.putShort((short) entries.size()).putShort((short) 0);
        written.forEach(all::put);
        return all.array();
    }
}
