package dev.lockstep.requirements.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.requirements.dictionary.FactDefinition;
import dev.lockstep.requirements.dictionary.FactsDictionary;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads inventory documents, JSON or YAML. A document is accepted whole or refused whole; it is refused when it is larger than the
 * bound, not well-formed, nested too deeply, has anchors, a member twice, a member or value that the facts dictionary does not allow,
 * two things of one name, or a reference to something that it does not contain.
 */
public final class DocumentReader {

    /** Largest document that is read, in bytes. */
    public static final int MAXIMUM_BYTES = 5 * 1024 * 1024;

    private final FactsDictionary dictionary;
    private final int maximumBytes;

    /** A reader of documents of up to {@link #MAXIMUM_BYTES}. */
    public DocumentReader(FactsDictionary dictionary) {
        this(dictionary, MAXIMUM_BYTES);
    }

    DocumentReader(FactsDictionary dictionary, int maximumBytes) {
        this.dictionary = dictionary;
        this.maximumBytes = maximumBytes;
    }

    /** Reads a document; never more than the bound is taken from the stream. */
    public DocumentReading read(InputStream in) throws IOException {
        return read(in.readNBytes(maximumBytes + 1));
    }

    /** Reads a document. */
    public DocumentReading read(byte[] bytes) {
        if (bytes.length > maximumBytes) {
            return refused(
                    "the document is larger than %,d bytes".formatted(maximumBytes),
                    "give one document for each cluster");
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.indexOf('\0') < 0 ? read(text) : noText();
        } catch (CharacterCodingException e) {
            return noText();
        }
    }

    /** The character U+0000 is in no text; it shows one of two bytes for each character. */
    private static DocumentReading noText() {
        return refused("the document is not UTF-8 text", "save it as UTF-8");
    }

    private DocumentReading read(String text) {
        List<DocumentMistake> mistakes = new ArrayList<>();
        ParsedText parsed = TextParser.parse(text.startsWith("\uFEFF") ? text.substring(1) : text, mistakes);
        if (!mistakes.isEmpty()) {
            return new DocumentReading.Refused(mistakes);
        }
        if (!(parsed.root() instanceof ObjectNode document)) {
            return refused("the document is not an object", "begin with the members 'organization' and 'cluster'");
        }
        return check(document, parsed);
    }

    /** Checks a document that is a tree already; it is changed as {@link DocumentReading.Accepted} says. */
    public DocumentReading check(ObjectNode document) {
        return check(document, new ParsedText(document, Map.of()));
    }

    private DocumentReading check(ObjectNode document, ParsedText parsed) {
        dropMissing(document, dictionary.root());
        List<DocumentMistake> mistakes = new ArrayList<>();
        dictionary
                .violations(document)
                .forEach(violation -> mistakes.add(new DocumentMistake(
                        violation.pointer(), parsed.line(violation.pointer()), violation.what(), violation.remedy())));
        if (mistakes.isEmpty()) {
            new ConsistencyCheck(dictionary, document)
                    .mistakes()
                    .forEach(mistake -> mistakes.add(new DocumentMistake(
                            mistake.place(), parsed.line(mistake.place()), mistake.what(), mistake.remedy())));
        }
        if (mistakes.isEmpty()) {
            return new DocumentReading.Accepted(document);
        }
        mistakes.sort(Comparator.comparingInt(mistake -> mistake.line() == null ? 0 : mistake.line()));
        return new DocumentReading.Refused(mistakes);
    }

    private static void dropMissing(JsonNode node, FactDefinition definition) {
        if (node instanceof ObjectNode object) {
            List<String> missing = new ArrayList<>();
            object.properties().forEach(member -> {
                Optional<FactDefinition> declared = definition.member(member.getKey());
                if (declared.isPresent()) {
                    if (member.getValue().isNull()
                            && declared.get().nullMeaning().isEmpty()) {
                        missing.add(member.getKey());
                    } else {
                        dropMissing(member.getValue(), declared.get());
                    }
                }
            });
            object.remove(missing);
        } else if (node.isArray() && definition.items().isPresent()) {
            node.forEach(element -> dropMissing(element, definition.items().get()));
        }
    }

    private static DocumentReading refused(String what, String remedy) {
        return new DocumentReading.Refused(List.of(new DocumentMistake("", null, what, remedy)));
    }
}
