package dev.lockstep.transparencylog;

import java.util.function.Function;

/**
 * The outcome of reading or verifying something that another party wrote: the value, or the refusal that says why not.
 *
 * @param <T> what is read or verified
 */
public sealed interface Checked<T> {

    /** The input was canonical and everything that had to hold held. */
    record Accepted<T>(T value) implements Checked<T> {}

    /** The input was refused; nothing of it may be used. */
    record Refused<T>(Refusal refusal) implements Checked<T> {

        /** The same refusal of something else that was to be made from this. */
        public <U> Checked<U> as() {
            return new Refused<>(refusal);
        }
    }

    /** A refusal of the given kind. */
    static <T> Checked<T> refused(Refusal.Kind kind, String detail) {
        return new Refused<>(new Refusal(kind, detail));
    }

    /** Goes on with the value, or keeps the refusal. */
    default <U> Checked<U> then(Function<? super T, Checked<U>> next) {
        return switch (this) {
            case Accepted<T>(T value) -> next.apply(value);
            case Refused<T> refused -> refused.as();
        };
    }

    /**
     * The value, for callers to whom a refusal is a fault of their own.
     *
     * @throws IllegalArgumentException with the refusal's detail
     */
    default T orElseThrow() {
        return switch (this) {
            case Accepted<T>(T value) -> value;
            case Refused<T>(Refusal refusal) ->
                throw new IllegalArgumentException(refusal.kind() + ": " + refusal.detail());
        };
    }
}
