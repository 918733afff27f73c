package dev.lockstep.service.paging;

import dev.lockstep.service.http.InvalidRequestException;
import dev.lockstep.service.http.Mistake;
import dev.lockstep.service.http.WholeText;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.QueryParam;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which page of a list is asked for: {@code ?limit=&after=}. An endpoint takes it as a {@code @BeanParam}.
 */
public class PageRequest {

    /** Items of a page when the request does not say. */
    public static final int DEFAULT_LIMIT = 50;

    /** The most items that a page holds. */
    public static final int MAXIMUM_LIMIT = 500;

    @QueryParam("limit")
    @DefaultValue("" + DEFAULT_LIMIT)
    String limit = "" + DEFAULT_LIMIT;

    @QueryParam("after")
    @Nullable String after;

    private static int limit(String text) {
        try {
            int limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= MAXIMUM_LIMIT) {
                return limit;
            }
        } catch (NumberFormatException notANumber) {
            throw invalidLimit(text, notANumber);
        }
        throw invalidLimit(text, null);
    }

    private static InvalidRequestException invalidLimit(String text, @Nullable Throwable cause) {
        return new InvalidRequestException(
                new Mistake("limit", "'%s' is no page size".formatted(text), "use a number from 1 to " + MAXIMUM_LIMIT),
                cause);
    }

    private static String key(String cursor) {
        try {
            String key = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Base64.getUrlDecoder().decode(cursor)))
                    .toString();
            if (WholeText.is(key)) {
                return key;
            }
        } catch (IllegalArgumentException | CharacterCodingException e) {
            throw noCursor(e);
        }
        throw noCursor(null);
    }

    private static InvalidRequestException noCursor(@Nullable Throwable cause) {
        return new InvalidRequestException(
                new Mistake("after", "this is no cursor of a list", "pass the 'next' of the page before, unchanged"),
                cause);
    }

    static String cursor(String key) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(key.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The most items wanted, from 1 to {@value #MAXIMUM_LIMIT}.
     *
     * @throws InvalidRequestException when the request has no such number
     */
    public int limit() {
        return limit(limit);
    }

    /**
     * The key after which the page begins; empty for the first page.
     *
     * @throws InvalidRequestException when the cursor is not one of ours
     */
    public Optional<String> after() {
        return Optional.ofNullable(after).map(PageRequest::key);
    }

    /** The key after which the page begins, as a number; empty for the first page. */
    public Optional<Long> afterNumber() {
        try {
            return after().map(Long::valueOf);
        } catch (NumberFormatException e) {
            throw new InvalidRequestException(
                    new Mistake("after", "this cursor belongs to another list", "pass the 'next' of the page before"),
                    e);
        }
    }
}
