package dev.lockstep.orchestration.evidence;

import java.time.Instant;

/**
 * A file that shows what attended work did.
 *
 * @param number orders files by when they were given
 * @param step that it is about
 * @param name as its giver called it; no path
 * @param mediaType as its giver said; nobody checked
 * @param size in bytes
 * @param sha256 of the content, in hexadecimal
 */
public record EvidenceFile(
        long number, String step, String name, String mediaType, long size, String sha256, Instant givenAt) {

    /** As the event that attests the work names it. */
    public String inWords() {
        return "file '%s' (%s, %d bytes, SHA-256 %s)".formatted(name, mediaType, size, sha256);
    }
}
