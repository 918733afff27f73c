package dev.lockstep.requirements.document;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** What came of reading a document: all of it, or nothing and every mistake that was found. */
public sealed interface DocumentReading {

    /**
     * The document obeys the facts dictionary.
     *
     * @param document its content, without the members that were null merely because the fact is missing; the caller owns it
     */
    record Accepted(ObjectNode document) implements DocumentReading {}

    /**
     * The document is refused whole.
     *
     * @param mistakes 1 or more, in the order of the text
     */
    record Refused(List<DocumentMistake> mistakes) implements DocumentReading {
        public Refused {
            mistakes = List.copyOf(mistakes);
        }
    }
}
