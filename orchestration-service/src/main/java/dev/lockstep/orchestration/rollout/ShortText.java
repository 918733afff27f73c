package dev.lockstep.orchestration.rollout;

/** Text of others in a bounded length. */
public final class ShortText {

    private ShortText() {}

    /**
     * The text, or its beginning and an ellipsis. A character is never cut in half: half a character could not be written again.
     *
     * @param most most characters (UTF-16 units) before the ellipsis, from 2
     */
    public static String of(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
        return text.substring(0, end) + "…";
    }
}
