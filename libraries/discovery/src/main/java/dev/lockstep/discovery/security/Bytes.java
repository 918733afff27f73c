package dev.lockstep.discovery.security;

import java.util.UUID;

/** A stretch of bytes that is read from its beginning to its end, and never beyond. */
final class Bytes {

    private final byte[] all;
    private final int end;
    private int next;

    Bytes(byte[] all) {
        this(all, 0, all.length);
    }

    private Bytes(byte[] all, int next, int end) {
        this.all = all;
        this.next = next;
        this.end = end;
    }

    /** Bytes that are not what they should be; the message says what is wrong with them. */
    static final class Unreadable extends Exception {

        private static final long serialVersionUID = 1L;

        Unreadable(String why) {
            super(why);
        }

        String why() {
            return String.valueOf(getMessage());
        }
    }

    int remaining() {
        return end - next;
    }

    /** The bytes from an offset of the whole on. */
    Bytes from(long offset, String what) throws Unreadable {
        if (offset > end) {
            throw new Unreadable("%s begins at byte %d of %d".formatted(what, offset, end));
        }
        return new Bytes(all, Math.toIntExact(offset), end);
    }

    /** The next bytes, which are passed. */
    Bytes take(int length, String what) throws Unreadable {
        need(length, what);
        Bytes taken = new Bytes(all, next, next + length);
        next += length;
        return taken;
    }

    private void need(int length, String what) throws Unreadable {
        if (length > remaining()) {
            throw new Unreadable("%s needs %d bytes where %d are left".formatted(what, length, remaining()));
        }
    }

    private long little(int length, String what) throws Unreadable {
        need(length, what);
        long number = 0;
        for (int i = length - 1; i >= 0; i--) {
            number = (number << 8) | (all[next + i] & 0xFF);
        }
        next += length;
        return number;
    }

    private long big(int length, String what) throws Unreadable {
        need(length, what);
        long number = 0;
        for (int i = 0; i < length; i++) {
            number = (number << 8) | (all[next + i] & 0xFF);
        }
        next += length;
        return number;
    }

    int oneByte(String what) throws Unreadable {
        return (int) little(1, what);
    }

    int number16(String what) throws Unreadable {
        return (int) little(2, what);
    }

    long number32(String what) throws Unreadable {
        return little(4, what);
    }

    /** Written with the highest byte first. */
    long number48(String what) throws Unreadable {
        return big(6, what);
    }

    /** Three numbers with the lowest byte first, then eight bytes as they stand [MS-DTYP 2.3.4.2]. */
    UUID id(String what) throws Unreadable {
        need(16, what);
        long high = (little(4, what) << 32) | (little(2, what) << 16) | little(2, what);
        return new UUID(high, big(8, what));
    }
}
