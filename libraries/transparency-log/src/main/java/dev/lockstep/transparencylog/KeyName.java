package dev.lockstep.transparencylog;

/** What C2SP signed-note allows as the name of a key. */
final class KeyName {

    private KeyName() {}

    static boolean isValid(String name) {
        return !name.isEmpty() && name.codePoints().noneMatch(KeyName::isForbidden);
    }

    static String required(String name) {
        if (!isValid(name)) {
            throw new IllegalArgumentException("a key name is not empty and has no spaces, plus or control characters");
        }
        return name;
    }

    private static boolean isForbidden(int codePoint) {
        return codePoint == '+'
                || Character.isSpaceChar(codePoint)
                || Character.isWhitespace(codePoint)
                || Character.isISOControl(codePoint)
                || (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE);
    }
}
