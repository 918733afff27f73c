package dev.lockstep.service.http;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request that cannot be understood; it becomes a problem of type {@code invalid-request} (400) that names every mistake. */
public final class InvalidRequestException extends RuntimeException {

    private final transient List<Mistake> mistakes;

    /** One mistake. */
    public InvalidRequestException(Mistake mistake) {
        this(mistake, null);
    }

    /** One mistake, and what found it. */
    public InvalidRequestException(Mistake mistake, @Nullable Throwable cause) {
        super(mistake.place() + ": " + mistake.problem(), cause);
        this.mistakes = List.of(mistake);
    }

    /** Several mistakes, at least one. */
    public InvalidRequestException(List<Mistake> mistakes) {
        super(mistakes.getFirst().place() + ": " + mistakes.getFirst().problem());
        this.mistakes = List.copyOf(mistakes);
    }

    /** Every mistake. */
    public List<Mistake> mistakes() {
        return mistakes;
    }
}
