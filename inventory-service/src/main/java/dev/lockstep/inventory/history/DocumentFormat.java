package dev.lockstep.inventory.history;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.lockstep.contracts.ContractJson;
import dev.lockstep.service.http.InvalidRequestException;
import dev.lockstep.service.http.Mistake;
import jakarta.ws.rs.core.MediaType;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a document is written. */
@SuppressWarnings("ImmutableEnumChecker") // neither media types nor mappers change after they were made
enum DocumentFormat {
    JSON(MediaType.APPLICATION_JSON_TYPE, ContractJson.mapper()),
    YAML(
            new MediaType("application", "yaml"),
            YAMLMapper.builder()
                    .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                    .disable(YAMLGenerator.Feature.SPLIT_LINES)
                    .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                    .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
                    .build());

    private final MediaType mediaType;
    private final ObjectMapper mapper;

    DocumentFormat(MediaType mediaType, ObjectMapper mapper) {
        this.mediaType = mediaType;
        this.mapper = mapper;
    }

    /**
     * The format that a request asks for.
     *
     * @param parameter {@code json} or {@code yaml}, or null to go by what is accepted
     * @param accepted media types, the best first
     */
    static DocumentFormat wanted(@Nullable String parameter, List<MediaType> accepted) {
        return switch (parameter) {
            case "json" -> JSON;
            case "yaml" -> YAML;
            case null -> !accepted.isEmpty() && accepted.getFirst().getSubtype().endsWith("yaml") ? YAML : JSON;
            default ->
                throw new InvalidRequestException(
                        new Mistake("format", "'%s' is no format".formatted(parameter), "use json or yaml"));
        };
    }

    MediaType mediaType() {
        return mediaType;
    }

    String write(ObjectNode document) {
        try {
            return mapper.writeValueAsString(document);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
