package dev.lockstep.service.http;

import dev.lockstep.contracts.Problem;
import jakarta.ws.rs.core.EntityTag;
import org.jspecify.annotations.Nullable;

/** Stream versions as entity tags, so that a client changes what it has seen and not something newer. */
public final class Versions {

    private Versions() {}

    /** The entity tag of a version. */
    public static EntityTag tag(long version) {
        return new EntityTag(Long.toString(version));
    }

    /**
     * Goes on only when the request's {@code If-Match} is absent, {@code *}, or the tag of the present version.
     *
     * @throws ProblemException with status 412 otherwise
     */
    public static void requireMatch(@Nullable String ifMatch, long version) {
        if (ifMatch == null || ifMatch.equals("*")) {
            return;
        }
        String present = "\"" + version + "\"";
        for (String tag : ifMatch.split(",", -1)) {
            if (tag.strip().equals(present)) {
                return;
            }
        }
        throw new ProblemException(Problem.of(
                        "changed-meanwhile",
                        "Changed meanwhile",
                        412,
                        "What you want to change is at version %d by now. Read it again and decide anew."
                                .formatted(version))
                .with("version", version));
    }
}
