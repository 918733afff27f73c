package dev.lockstep.requirements.expression;

/** IPv4 addresses. */
final class Addresses {

    private static final int PARTS = 4;
    private static final int LARGEST = 255;

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
        String[] parts = text.split("\\.", -1);
        int number = 0;
        for (String part : parts) {
            int value = part.isEmpty() || part.length() > 3 || !part.chars().allMatch(c -> c >= '0' && c <= '9')
                    ? LARGEST + 1
                    : Integer.parseInt(part);
            if (parts.length != PARTS || value > LARGEST) {
                throw new IllegalArgumentException("'%s' is no IPv4 address".formatted(text));
            }
            number = (number << 8) | value;
        }
        return number;
    }
}
