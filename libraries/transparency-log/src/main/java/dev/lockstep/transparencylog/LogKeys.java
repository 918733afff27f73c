package dev.lockstep.transparencylog;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The keys of a log whose key was changed, each with the states of the log that it may sign. As text one key a line, the oldest first: the
 * verifier key, and unless it may sign every state, behind a space the number of entries of the first one, a hyphen and, once it
 * has ended, that of the last one: {@code example.com/log+c74f20a3+ARpc… 0-1500}. A signature outside of a key's term says nothing.
 *
 * @param terms 1 or more of one name, no key twice
 */
public record LogKeys(List<Term> terms) {

    private static final int MOST = SignedNote.MAX_SIGNATURES;
    private static final Pattern RANGE = Pattern.compile("(0|[1-9][0-9]{0,17})-(0|[1-9][0-9]{0,17})?");

    /** Refuses keys of different logs and a key that stands twice. */
    public LogKeys {
        terms = List.copyOf(terms);
        if (terms.isEmpty()
                || terms.size() > MOST
                || terms.stream().map(term -> term.key().name()).distinct().count() > 1
                || terms.stream().map(Term::key).distinct().count() < terms.size()) {
            throw new IllegalArgumentException(
                    "a log has one to %d keys of one name, none of them twice".formatted(MOST));
        }
    }

    /**
     * What a key may sign.
     *
     * @param first entries of the smallest state
     * @param last entries of the greatest state; {@link Long#MAX_VALUE} as long as it goes on
     */
    public record Term(VerifierKey key, long first, long last) {

        /** Refuses a term without any state. */
        public Term {
            if (first < 0 || last < first) {
                throw new IllegalArgumentException("a key signs from 0 entries on, and ends no sooner than it begins");
            }
        }

        /** Whether it still signs what is to come. */
        public boolean isOpen() {
            return last == Long.MAX_VALUE;
        }

        boolean covers(long size) {
            return first <= size && size <= last;
        }

        @Override
        public String toString() {
            return first == 0 && isOpen() ? key.toString() : "%s %d-%s".formatted(key, first, isOpen() ? "" : last);
        }
    }

    /** The one key of a log that never had another. */
    public static LogKeys of(VerifierKey key) {
        return new LogKeys(List.of(new Term(key, 0, Long.MAX_VALUE)));
    }

    /** Reads what {@link #toText()} wrote; refuses any other spelling. The last line may lack its newline. */
    public static Checked<LogKeys> parse(String text) {
        List<Term> terms = new ArrayList<>();
        for (String line : text.strip().split("\n", -1)) {
            switch (term(line)) {
                case Checked.Accepted<Term>(Term term) -> terms.add(term);
                case Checked.Refused<Term> refused -> {
                    return refused.as();
                }
            }
        }
        try {
            return new Checked.Accepted<>(new LogKeys(terms));
        } catch (IllegalArgumentException notOneLog) {
            return malformed(String.valueOf(notOneLog.getMessage()));
        }
    }

    private static Checked<Term> term(String line) {
        int space = line.indexOf(' ');
        String key = space < 0 ? line : line.substring(0, space);
        Matcher range = RANGE.matcher(space < 0 ? "0-" : line.substring(space + 1));
        if (!range.matches()) {
            return malformed("behind a key stands what it may sign, as 0-1500 or 1201-");
        }
        long first = Long.parseLong(range.group(1));
        long last = range.group(2) == null ? Long.MAX_VALUE : Long.parseLong(range.group(2));
        return VerifierKey.parse(key)
                .then(parsed -> last < first
                        ? malformed("a key ends no sooner than it begins")
                        : new Checked.Accepted<>(new Term(parsed, first, last)));
    }

    private static <T> Checked<T> malformed(String detail) {
        return Checked.refused(Refusal.Kind.MALFORMED, detail);
    }

    /** The log's name, which is that of its keys. */
    public String name() {
        return terms.getFirst().key().name();
    }

    /** The same keys and one more, which signs from a state of {@code first} entries on. */
    public LogKeys with(VerifierKey next, long first) {
        List<Term> more = new ArrayList<>(terms);
        more.add(new Term(next, first, Long.MAX_VALUE));
        return new LogKeys(more);
    }

    /** The same keys, of which all but the newest sign nothing behind a state of {@code last} entries. */
    public LogKeys newestAloneAfter(long last) {
        Term newest = terms.getLast();
        return new LogKeys(terms.stream()
                .map(term -> term.equals(newest) || !term.isOpen()
                        ? term
                        : new Term(term.key(), term.first(), Math.max(term.first(), last)))
                .toList());
    }

    /** Reads a signed checkpoint and believes it only if it is of this log and a key signed it in its term. */
    public Checked<Checkpoint> open(byte[] note) {
        return SignedNote.parse(note)
                .then(signed -> open(signed, Checkpoint::parse, Checkpoint::size))
                .then(checkpoint -> checkpoint.origin().equals(name())
                        ? new Checked.Accepted<>(checkpoint)
                        : Checked.refused(
                                Refusal.Kind.FOREIGN_ORIGIN, "the checkpoint is of the log " + checkpoint.origin()));
    }

    /** The same of a note in a file. */
    public Checked<Checkpoint> open(String note) {
        return open(note.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Reads a note and believes it only if a key signed it in its term.
     *
     * @param size which state of the log it is about
     */
    public <T> Checked<T> open(SignedNote note, Function<String, Checked<T>> reading, ToLongFunction<T> size) {
        return note.signersAmong(terms.stream().map(Term::key).toList())
                .then(signers -> reading.apply(note.text())
                        .then(value -> isInTerm(signers, size.applyAsLong(value))
                                ? new Checked.Accepted<>(value)
                                : Checked.refused(
                                        Refusal.Kind.OUT_OF_TERM,
                                        "a log of %d entries was not to be signed by the key that signed it"
                                                .formatted(size.applyAsLong(value)))));
    }

    private boolean isInTerm(List<VerifierKey> signers, long size) {
        return terms.stream().anyMatch(term -> term.covers(size) && signers.contains(term.key()));
    }

    /** The keys as they are handed to those who verify. */
    public String toText() {
        StringBuilder text = new StringBuilder();
        terms.forEach(term -> text.append(term).append('\n'));
        return text.toString();
    }
}
