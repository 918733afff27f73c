package dev.lockstep.history.entry;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.lockstep.contracts.ContractJson;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a verifier of many entries asks of each: that it is an event, of which type, about what. The data are passed over.
 *
 * @param source the service that published it, as it says itself
 * @param type the event's type
 * @param partitionKey the cluster or the organization, or whatever else keys it
 * @param dataSha256 what stands for data that did not fit, or null
 * @param personal whether something of it is under the keys of persons
 */
public record EntryHead(
        String source,
        String type,
        String partitionKey,
        @Nullable String dataSha256,
        boolean personal) {

    private static final Pattern TYPE = Pattern.compile("lockstep\\.([a-z]+)\\..+");
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    /** Whether the service whose events have this type published it. */
    public boolean isOfItsService() {
        Matcher named = TYPE.matcher(type);
        return named.matches() && source.equals("/lockstep/%s-service".formatted(named.group(1)));
    }

    /**
     * Reads the head of a leaf.
     *
     * @throws UnreadableEventException when it is no event of CloudEvents 1.0 with a stream version
     */
    public static EntryHead read(byte[] leaf) {
        Reading reading = new Reading();
        try (JsonParser parser = ContractJson.mapper().createParser(leaf)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new UnreadableEventException("not a JSON object");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                reading.member(parser.currentName(), parser);
            }
            if (parser.nextToken() != null) {
                throw new UnreadableEventException("there is more than one JSON object");
            }
        } catch (IOException notJson) {
            throw new UnreadableEventException("not JSON: " + notJson.getMessage());
        }
        return reading.head();
    }

    private static final class Reading {

        private String source = "";
        private String type = "";
        private String partitionKey = "";
        private String specversion = "";
        private boolean identified;
        private boolean streamed;
        private long streamVersion;
        private @Nullable String dataSha256;
        private boolean personal;

        void member(String name, JsonParser parser) throws IOException {
            JsonToken token = parser.nextToken();
            switch (name) {
                case "source" -> source = text(parser);
                case "type" -> type = text(parser);
                case "partitionkey" -> partitionKey = text(parser);
                case "specversion" -> specversion = text(parser);
                case "id" -> identified = !text(parser).isBlank();
                case "subject" -> streamed = !text(parser).isBlank();
                case "streamversion" -> streamVersion = token == JsonToken.VALUE_NUMBER_INT ? parser.getLongValue() : 0;
                case Leaf.DATA_SHA256 -> dataSha256 = text(parser);
                case Leaf.PERSONS -> personal = text(parser).equals(Leaf.SEALED);
                default -> parser.skipChildren();
            }
        }

        private static String text(JsonParser parser) throws IOException {
            String text = parser.currentToken() == JsonToken.VALUE_STRING ? parser.getText() : "";
            parser.skipChildren();
            return text;
        }

        EntryHead head() {
            if (!specversion.equals("1.0") || type.isBlank() || !identified || !streamed || streamVersion < 1) {
                throw new UnreadableEventException("not an event of CloudEvents 1.0 with a stream version from 1");
            }
            String sha256 = dataSha256;
            if (sha256 != null && !SHA256.matcher(sha256).matches()) {
                throw new UnreadableEventException("what stands for the data is no SHA-256");
            }
            return new EntryHead(source, type, partitionKey, sha256, personal);
        }
    }
}
