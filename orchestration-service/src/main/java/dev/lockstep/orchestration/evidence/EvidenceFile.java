package dev.lockstep.orchestration.evidence;

import dev.lockstep.contracts.work.AttestedFile;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A file that shows what attended work did.
 *
 * @param number orders files by when they were given
 * @param step that it is about
 * @param name as its giver called it; no path
 * @param mediaType as its giver said; nobody checked
 * @param size in bytes
 * @param sha256 of the content, in hexadecimal
 * @param givenBy the id of the account that gave it first; null for files from before that was kept
 */
public record EvidenceFile(
        long number,
        String step,
        String name,
        String mediaType,
        long size,
        String sha256,
        Instant givenAt,
        @Nullable String givenBy) {

    /**
     * As the event that attests the work tells people of it: by the name that the one who attests gave it, or by none. Nobody speaks of a
     * file by a name that somebody else gave the same bytes.
     *
     * @param attestedBy the id of an account
     */
    public String inWords(String attestedBy) {
        String bytes = "%d bytes, SHA-256 %s".formatted(size, sha256);
        return attestedBy.equals(givenBy)
                ? "file '%s' (%s, %s)".formatted(name, mediaType, bytes)
                : "file (%s)".formatted(bytes);
    }

    /** As that event names it for good. */
    public AttestedFile attested() {
        return new AttestedFile(sha256, size);
    }
}
