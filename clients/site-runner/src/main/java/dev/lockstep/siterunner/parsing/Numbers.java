package dev.lockstep.siterunner.parsing;

/** Numbers in listings. */
final class Numbers {
    private Numbers() {}

    /** A number in decimal, or in hexadecimal after 0x. */
    static int parse(String text, String what) throws ParseException {
        try {
            String plain = text.strip();
            boolean hex = plain.startsWith("0x") || plain.startsWith("0X");
            return hex ? Integer.parseUnsignedInt(plain.substring(2), 16) : Integer.parseInt(plain);
        } catch (NumberFormatException e) {
            throw new ParseException("the " + what + " is not a number: " + ToolOutput.shown(text));
        }
    }
}
