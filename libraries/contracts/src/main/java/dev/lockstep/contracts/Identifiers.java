package dev.lockstep.contracts;

/** The rule that every identifier made of a person's words obeys. */
final class Identifiers {

    private Identifiers() {}

    static void check(String what, String value, int maximumLength) {
        if (value.isEmpty() || value.length() > maximumLength) {
            throw new IllegalArgumentException(
                    "a %s has 1 to %d characters, not %d".formatted(what, maximumLength, value.length()));
        }
        if (!value.equals(value.strip()) || value.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "a %s has no control characters and no blank at its ends: '%s'".formatted(what, value));
        }
    }
}
