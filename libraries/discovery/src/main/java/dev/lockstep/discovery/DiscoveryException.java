package dev.lockstep.discovery;

/** The directory or the name service could not be read at all; both texts are sentences for a person. */
public final class DiscoveryException extends Exception {

    private final String remedy;

    /**
     * @param sentence what happened
     * @param remedy what to do about it
     */
    public DiscoveryException(String sentence, String remedy) {
        super(sentence);
        this.remedy = remedy;
    }

    /** What happened. */
    public String sentence() {
        return String.valueOf(getMessage());
    }

    /** What to do about it. */
    public String remedy() {
        return remedy;
    }
}
