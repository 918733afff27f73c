package dev.lockstep.requirements.expression;

/** IPv4 addresses. */
final class Addresses {

    private static final int PARTS = 4;
    private static final int LARGEST = 255;
    private static final int MOST_DIGITS = 3;

    private Addresses() {}

    /** Whether two addresses lie in one subnet of this mask. */
    static boolean sameSubnet(String one, String other, String mask) {
        return (number(one) & number(mask)) == (number(other) & number(mask));
    }

    /**
     * An address as a number.
     *
     * @throws IllegalArgumentException when it is none
     */
    static int number(String text) {
        int number = 0;
        int parts = 0;
        int digits = 0;
        int part = 0;
        for (int i = 0; i <= text.length(); i++) {
            char c = i < text.length() ? text.charAt(i) : '.';
            if (c >= '0' && c <= '9') {
                part = 10 * part + c - '0';
                digits++;
            }
            if (digits == 0 || part > LARGEST || digits > MOST_DIGITS || (c != '.' && (c < '0' || c > '9'))) {
                throw new IllegalArgumentException("'%s' is no IPv4 address".formatted(text));
            }
            if (c == '.') {
                number = (number << 8) | part;
                parts++;
                digits = 0;
                part = 0;
            }
        }
        if (parts != PARTS) {
            throw new IllegalArgumentException("'%s' is no IPv4 address".formatted(text));
        }
        return number;
    }
}
