package dev.lockstep.service.http;

import java.net.InetAddress;

/** The networks that addresses are in: enough to find where something comes from, and no address of a person's machine. */
public final class Network {

    private static final String UNKNOWN = "unknown";
    private static final int IPV4 = 4;

    private Network() {}

    /**
     * The network of one address.
     *
     * @param address an address as a literal
     * @return its first 24 bits, 48 of an IPv6 address, as in {@code 192.0.2.0/24}; {@code unknown} when it is no address
     */
    public static String of(String address) {
        try {
            byte[] bytes = InetAddress.ofLiteral(address).getAddress();
            return bytes.length == IPV4
                    ? "%d.%d.%d.0/24".formatted(bytes[0] & 0xff, bytes[1] & 0xff, bytes[2] & 0xff)
                    : "%x:%x:%x::/48".formatted(pair(bytes, 0), pair(bytes, 2), pair(bytes, 4));
        } catch (IllegalArgumentException noAddress) {
            return UNKNOWN;
        }
    }

    private static int pair(byte[] bytes, int at) {
        return ((bytes[at] & 0xff) << 8) | (bytes[at + 1] & 0xff);
    }
}
