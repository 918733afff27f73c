package dev.lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.lockstep.contracts.ContractJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Inventory documents in files, and what is found of them. */
final class DocumentFiles {

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    private DocumentFiles() {}

    static ObjectNode read(Path file) throws IOException {
        return (ObjectNode) YAML.readTree(Files.readString(file));
    }

    static void write(Path file, ObjectNode document) throws IOException {
        Files.writeString(file, YAML.writeValueAsString(document));
    }

    /**
     * What {@code lockstep check} finds of a document: requirement, subject, stage and verdict, one a line.
     *
     * @param folder where it is started
     */
    static List<String> verdicts(Path folder, String file) throws IOException {
        CommandRun checked = CommandRun.of(folder, Map.of(), "", "check", file, "--format", "json");
        List<String> verdicts = new ArrayList<>();
        ContractJson.mapper()
                .readTree(checked.out())
                .path("results")
                .forEach(result -> verdicts.add("%s %s %s %s"
                        .formatted(
                                result.path("requirement").asText(),
                                result.path("subject").asText(),
                                result.path("stage").asText(),
                                result.path("verdict").asText())));
        assertThat(verdicts).as(checked.err()).isNotEmpty();
        return verdicts;
    }
}
