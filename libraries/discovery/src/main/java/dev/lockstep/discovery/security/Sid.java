package dev.lockstep.discovery.security;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A security identifier [MS-DTYP 2.4.2].
 *
 * @param authority who gave it, 48 bits
 * @param parts up to 15 numbers of 32 bits
 */
public record Sid(long authority, List<Long> parts) {

    private static final int MOST_PARTS = 15;
    private static final int HEAD = 8;
    private static final byte REVISION = 1;
    private static final long NT_AUTHORITY = 5;
    private static final long NOT_UNIQUE = 21;
    private static final int PARTS_OF_DOMAIN_MEMBER = 5;
    private static final long FIRST_FREE = 1_000;

    /** Everyone and Authenticated Users. */
    private static final Set<String> EVERYBODY = Set.of("S-1-1-0", "S-1-5-11");

    /** Those, and Anonymous Logon, Users and Guests. */
    private static final Set<String> ANYBODY = Set.of("S-1-1-0", "S-1-5-11", "S-1-5-7", "S-1-5-32-545", "S-1-5-32-546");

    public Sid {
        parts = List.copyOf(parts);
        if (authority < 0
                || authority >= 1L << 48
                || parts.size() > MOST_PARTS
                || parts.stream().anyMatch(each -> each < 0 || each >= 1L << 32)) {
            throw new IllegalArgumentException("a security identifier has 48 bits and up to 15 numbers of 32 bits");
        }
    }

    /** That of a value which is one identifier and nothing else; empty for anything else. */
    public static Optional<Sid> of(byte[] bytes) {
        try {
            Bytes all = new Bytes(bytes);
            Sid sid = read(all);
            return all.remaining() == 0 ? Optional.of(sid) : Optional.empty();
        } catch (Bytes.Unreadable e) {
            return Optional.empty();
        }
    }

    static Sid read(Bytes from) throws Bytes.Unreadable {
        int revision = from.oneByte("the revision of a security identifier");
        if (revision != REVISION) {
            throw new Bytes.Unreadable("a security identifier has the revision %d".formatted(revision));
        }
        int count = from.oneByte("the length of a security identifier");
        if (count > MOST_PARTS) {
            throw new Bytes.Unreadable(
                    "a security identifier has %d parts, and 15 at most are allowed".formatted(count));
        }
        long authority = from.number48("the authority of a security identifier");
        List<Long> parts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            parts.add(from.number32("a security identifier"));
        }
        return new Sid(authority, parts);
    }

    /** As a directory holds it. */
    public byte[] bytes() {
        ByteBuffer bytes =
                ByteBuffer.allocate(HEAD + Integer.BYTES * parts.size()).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(REVISION).put((byte) parts.size());
        for (int shift = 40; shift >= 0; shift -= 8) {
            bytes.put((byte) (authority >>> shift));
        }
        parts.forEach(each -> bytes.putInt(each.intValue()));
        return bytes.array();
    }

    /** Whether it was given by a domain, instead of meaning the same in all of them. */
    public boolean isOfDomain() {
        return authority == NT_AUTHORITY && parts.size() == PARTS_OF_DOMAIN_MEMBER && parts.getFirst() == NOT_UNIQUE;
    }

    /** Whether it is a group or account that comes with every domain, such as Enterprise Admins: those have numbers below 1,000. */
    public boolean comesWithTheDomain() {
        return isOfDomain() && parts.getLast() < FIRST_FREE;
    }

    /** Whether every account of the forest belongs to it. */
    boolean isEverybody() {
        return EVERYBODY.contains(toString());
    }

    /** Whether somebody belongs to it whom nobody put there. */
    boolean isAnybody() {
        return ANYBODY.contains(toString());
    }

    @Override
    public String toString() {
        return "S-1-"
                + (authority < 1L << 32 ? Long.toString(authority) : "0x%012x".formatted(authority))
                + parts.stream().map(each -> "-" + each).collect(Collectors.joining());
    }
}
