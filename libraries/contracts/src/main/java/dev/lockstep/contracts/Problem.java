package dev.lockstep.contracts;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A refusal or failure as every HTTP API of Lockstep tells it (RFC 9457, {@code application/problem+json}).
 *
 * @param type stable: {@code urn:lockstep:problem:} and a name in kebab case
 * @param title what kind of problem, in a few words; the same for every problem of the type
 * @param status the HTTP status
 * @param detail what was refused here and what would make it pass, in a sentence
 * @param instance the path of the request, or null
 * @param extensions further members, in order; JSON values
 */
public record Problem(
        String type,
        String title,
        int status,
        String detail,
        @Nullable String instance,
        @JsonAnySetter @JsonAnyGetter Map<String, Object> extensions) {

    /** The media type of problems. */
    public static final String MEDIA_TYPE = "application/problem+json";

    /** How every type begins. */
    public static final String TYPE_PREFIX = "urn:lockstep:problem:";

    public Problem {
        extensions = extensions == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(extensions));
    }

    /** A problem of a kind, without extensions; {@code name} is the type without its prefix. */
    public static Problem of(String name, String title, int status, String detail) {
        return new Problem(TYPE_PREFIX + name, title, status, detail, null, Map.of());
    }

    /** This problem with one more extension member. */
    public Problem with(String member, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(extensions);
        more.put(member, value);
        return new Problem(type, title, status, detail, instance, more);
    }

    /** This problem as the answer to a request of this path. */
    public Problem at(String path) {
        return new Problem(type, title, status, detail, path, extensions);
    }
}
