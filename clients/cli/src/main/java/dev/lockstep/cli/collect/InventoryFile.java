package dev.lockstep.cli.collect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.cli.command.CheckedDocument;
import dev.lockstep.cli.command.DocumentText;
import dev.lockstep.cli.command.Surroundings;
import dev.lockstep.cli.terminal.CommandFailure;
import dev.lockstep.cli.terminal.ExitCode;
import dev.lockstep.contracts.Confidence;
import dev.lockstep.contracts.inventory.DocumentKind;
import dev.lockstep.contracts.inventory.FactTree;
import dev.lockstep.contracts.inventory.Provenance;
import dev.lockstep.requirements.dictionary.FactsDictionary;
import dev.lockstep.requirements.document.DocumentReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An inventory document in a file that is made, or refreshed. */
final class InventoryFile {

    private static final String ORGANIZATION = "organization";
    private static final String CLUSTER = "cluster";

    private final Path file;
    private final ObjectNode document;
    private final boolean fresh;

    private InventoryFile(Path file, ObjectNode document, boolean fresh) {
        this.file = file;
        this.document = document;
        this.fresh = fresh;
    }

    /**
     * Reads the document that is there, or begins one.
     *
     * @param cluster the cluster of a new document; null when there is one
     * @param nodes the nodes of a new document
     */
    static InventoryFile open(
            String name, String organization, @Nullable String cluster, List<String> nodes, Surroundings surroundings) {
        Path file = surroundings.workingFolder().resolve(name);
        if (Files.exists(file)) {
            ObjectNode document = CheckedDocument.read(name, surroundings);
            String found = document.path(ORGANIZATION).path("name").asText();
            if (!found.equalsIgnoreCase(organization)) {
                throw new CommandFailure(
                        ExitCode.INVALID,
                        "'%s' is about the organization '%s', not '%s'.".formatted(name, found, organization),
                        "Name another file, or correct the name.");
            }
            return new InventoryFile(file, document, false);
        }
        if (cluster == null || nodes.isEmpty()) {
            throw new CommandFailure(
                    ExitCode.INVALID,
                    "There is no file '%s' to refresh.".formatted(name),
                    "Name the cluster of a new document with --cluster, and each of its nodes with --node.");
        }
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.putObject(ORGANIZATION).put("name", organization);
        ArrayNode array = document.putObject(CLUSTER).put("name", cluster).putArray("nodes");
        nodes.forEach(each -> array.addObject().put("name", each));
        return new InventoryFile(file, document, true);
    }

    /** What it says about the organization. */
    FactTree organization(Instant now) {
        return FactTree.ofDocument(
                DocumentKind.ORGANIZATION,
                document.withObject("/" + ORGANIZATION),
                new Provenance(file.toString(), now, "", Confidence.IMPORTED));
    }

    /** The hosts whose addresses its cluster depends on: its nodes, its virtual servers, itself. */
    List<String> hosts() {
        JsonNode cluster = document.path(CLUSTER);
        Set<String> hosts = new LinkedHashSet<>();
        Stream.of("nodes", "evs")
                .forEach(list -> cluster.path(list)
                        .forEach(each -> hosts.add(each.path("fqdn").asText())));
        String domain = cluster.path("domain").asText();
        if (!domain.isEmpty()) {
            hosts.add(cluster.path("name").asText() + "." + domain);
        }
        hosts.remove("");
        return List.copyOf(hosts);
    }

    boolean isFresh() {
        return fresh;
    }

    /**
     * Replaces the file by one with this about the organization, whole or not at all. Comments in it are lost.
     *
     * @throws CommandFailure when the directory shows what no inventory document may say, or the file cannot be written
     */
    void write(FactTree organization) {
        document.set(ORGANIZATION, organization.toDocument());
        String text = file.toString().endsWith(".json") ? DocumentText.json(document) : DocumentText.yaml(document);
        CheckedDocument.accepted(
                new DocumentReader(FactsDictionary.standard()).read(text.getBytes(StandardCharsets.UTF_8)),
                "What was found makes no valid inventory document; '%s' stays as it is.".formatted(file));
        try {
            Path written = Files.createTempFile(file.toAbsolutePath().getParent(), ".collected-", ".tmp");
            try {
                Files.writeString(written, text);
                Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(written);
            }
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.INVALID,
                    "'%s' cannot be written: %s.".formatted(file, e.getMessage()),
                    "Name a file in a folder that you may write to.");
        }
    }
}
