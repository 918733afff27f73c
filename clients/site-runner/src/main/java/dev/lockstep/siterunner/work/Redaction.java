package dev.lockstep.siterunner.work;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.lockstep.contracts.inventory.ObservedFact;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Takes secrets out of text before it leaves the runner, and U+0000, which the platform does not take: those it is told, wherever they
 * stand, and what stands after words and options that announce one, to the end of its quotation or to the next blank.
 */
public final class Redaction {
    private static final String MARK = "[redacted]";
    private static final int SHORTEST = 4;
    private static final String WORD =
            "(?:password|passwd|passphrase|kennwort|passwort|pwd|secret|token|api[_-]?key|authorization)";

    /** Between quotation marks, to the end of the line when they do not end; otherwise to the next blank. */
    private static final String VALUE =
            "(?:\\[redacted]|\"[^\"\\\\\\r\\n]*+(?:(?:\\\\.|\"\")[^\"\\\\\\r\\n]*+)*+(?:\"|$)"
                    + "|'[^'\\r\\n]*+(?:''[^'\\r\\n]*+)*+(?:'|$)"
                    + "|[^\\s\"']\\S*)";

    private static final String BEGINNING = "(?<![^\\s\"'])";
    private static final String OPTION = BEGINNING + "(?:--?|/)(?:password|passwd|passphrase|pwd|pass|pw|secret|token)";
    private static final String OPTION_AND_SIGN = BEGINNING + "/(?:password|pwd|pass|pw|p)[:=]";

    /** What announces a secret: {@code password = x}, {@code "secret": "x"}, {@code /pass:x}, {@code /p:x}, {@code -pw x}, {@code Bearer x}. */
    private static final Pattern TELLING = Pattern.compile("(?im)("
            + WORD + "[\"']?\\s*[=:]\\s*(?:(?:basic|bearer|negotiate|digest)\\s+)?"
            + "|" + OPTION_AND_SIGN
            + "|" + OPTION + "\\s+"
            + "|bearer\\s+"
            + ")" + VALUE);

    private static final Pattern ELEMENT = Pattern.compile("(?i)(<" + WORD + ">)[^<]+");

    /** An argument whose secret is the next one. */
    private static final Pattern ANNOUNCING = Pattern.compile("(?i)" + OPTION + "|.*" + WORD + "[=:]\\s*");

    private static final Pattern WITH_SECRET =
            Pattern.compile("(?is)(" + WORD + "[\"']?\\s*[=:]|" + OPTION_AND_SIGN + ").+");

    private final List<String> secrets;

    /** Secrets of fewer than four characters are not looked for: they would hit ordinary words. */
    public Redaction(List<String> secrets) {
        this.secrets = secrets.stream()
                .filter(each -> each.length() >= SHORTEST)
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    /**
     * Reads secrets, one a line, in UTF-8; empty lines count for nothing.
     *
     * @throws IllegalArgumentException when the file cannot be read, or a line is too short to be looked for; in words for a person
     */
    public static List<String> read(Path file) {
        List<String> lines;
        try {
            lines = Files.readAllLines(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalArgumentException("the secrets in " + file + " cannot be read: " + e, e);
        }
        List<String> secrets = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String secret =
                    i == 0 && lines.get(i).startsWith("\uFEFF") ? lines.get(i).substring(1) : lines.get(i);
            if (!secret.isEmpty() && secret.length() < SHORTEST) {
                throw new IllegalArgumentException(
                        "%s: line %d is shorter than %d characters; it would hit ordinary words"
                                .formatted(file, i + 1, SHORTEST));
            }
            if (!secret.isEmpty()) {
                secrets.add(secret);
            }
        }
        return secrets;
    }

    /** A text without the secrets in it. */
    public String redact(String text) {
        String told = TELLING.matcher(known(text)).replaceAll("$1" + MARK);
        return ELEMENT.matcher(told).replaceAll("$1" + MARK);
    }

    private String known(String text) {
        String redacted = text;
        for (String secret : secrets) {
            redacted = redacted.replace(secret, MARK);
        }
        return redacted.replace('\0', '\uFFFD');
    }

    /** A command line without the secrets in it: an argument is one value, whatever stands in it. */
    public List<String> redact(List<String> argv) {
        List<String> redacted = new ArrayList<>();
        boolean announced = false;
        for (String each : argv) {
            String known = known(each);
            redacted.add(announced ? MARK : WITH_SECRET.matcher(known).replaceAll("$1" + MARK));
            announced = !announced && ANNOUNCING.matcher(each).matches();
        }
        return redacted;
    }

    /**
     * A fact without the secrets in its value.
     *
     * @param source what showed it, without secrets already
     */
    ObservedFact redact(ObservedFact fact, String source) {
        return new ObservedFact(fact.document(), fact.path(), redact(fact.value()), source);
    }

    private JsonNode redact(JsonNode value) {
        return switch (value) {
            case TextNode text -> TextNode.valueOf(redact(text.textValue()));
            case ArrayNode array -> {
                ArrayNode redacted = array.arrayNode(array.size());
                array.forEach(each -> redacted.add(redact(each)));
                yield redacted;
            }
            case ObjectNode object -> {
                ObjectNode redacted = object.objectNode();
                object.properties().forEach(each -> redacted.set(each.getKey(), redact(each.getValue())));
                yield redacted;
            }
            default -> value;
        };
    }

    @Override
    public String toString() {
        return "Redaction[" + secrets.size() + " secrets]";
    }
}
