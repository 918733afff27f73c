package dev.lockstep.contracts.work;

/**
 * A file that the platform held when somebody named it. It is about nobody, so that it is still there when the words of who gave it are
 * erased: whoever holds the file can show that it is the one.
 *
 * @param sha256 of its content, in hexadecimal
 * @param size in bytes
 */
public record AttestedFile(String sha256, long size) {

    /** For people. */
    public String inWords() {
        return "SHA-256 %s (%d bytes)".formatted(sha256, size);
    }
}
