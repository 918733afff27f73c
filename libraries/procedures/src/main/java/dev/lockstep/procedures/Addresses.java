package dev.lockstep.procedures;

import java.util.OptionalLong;

/** IPv4 addresses in dotted form, the only ones that Exchange 2003 clusters have. */
final class Addresses {

    private Addresses() {}

    /** Whether two addresses lie in the same subnet; false when any of the three texts is not an address. */
    static boolean sameSubnet(String one, String other, String mask) {
        OptionalLong left = bits(one);
        OptionalLong right = bits(other);
        OptionalLong bits = bits(mask);
        return left.isPresent()
                && right.isPresent()
                && bits.isPresent()
                && (left.getAsLong() & bits.getAsLong()) == (right.getAsLong() & bits.getAsLong());
    }

    private static OptionalLong bits(String address) {
        String[] parts = address.split("\\.", -1);
        if (parts.length != 4) {
            return OptionalLong.empty();
        }
        long bits = 0;
        for (String part : parts) {
            if (part.isEmpty() || part.length() > 3 || !part.chars().allMatch(c -> c >= '0' && c <= '9')) {
                return OptionalLong.empty();
            }
            int octet = Integer.parseInt(part);
            if (octet > 255) {
                return OptionalLong.empty();
            }
            bits = bits << 8 | octet;
        }
        return OptionalLong.of(bits);
    }
}
