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
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An inventory document in a file that is made, or refreshed. */
final class InventoryFile implements Inventory {

    private static final String ORGANIZATION = "organization";
    private static final String CLUSTER = "cluster";

    private final String name;
    private final Path file;
    private final ObjectNode document;
    private final boolean fresh;
    private final Instant now;

    private InventoryFile(String name, Path file, ObjectNode document, boolean fresh, Instant now) {
        this.name = name;
        this.file = file;
        this.document = document;
        this.fresh = fresh;
        this.now = now;
    }

    /**
     * Reads the document that is there, or begins one.
     *
     * @param cluster the cluster; may be null when there is a document
     * @param nodes the nodes of a new document
     * @param nodesAreFound whether the nodes of a new document will be found
     */
    static InventoryFile open(
            String name,
            String organization,
            @Nullable String cluster,
            List<String> nodes,
            boolean nodesAreFound,
            Surroundings surroundings) {
        Path file = surroundings.workingFolder().resolve(name);
        Instant now = surroundings.clock().instant();
        if (Files.exists(file)) {
            ObjectNode document = CheckedDocument.read(name, surroundings);
            requireAbout(name, "organization", document.path(ORGANIZATION), organization);
            if (cluster != null) {
                requireAbout(name, "cluster", document.path(CLUSTER), cluster);
            }
            return new InventoryFile(name, file, document, false, now);
        }
        if (cluster == null || (nodes.isEmpty() && !nodesAreFound)) {
            throw new CommandFailure(
                    ExitCode.INVALID,
                    "There is no file '%s' to refresh.".formatted(name),
                    "Name the cluster of a new document with --cluster, and each of its nodes with --node, or give --tools"
                            + " to have them found.");
        }
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.putObject(ORGANIZATION).put("name", organization);
        ArrayNode array = document.putObject(CLUSTER).put("name", cluster).putArray("nodes");
        nodes.forEach(each -> array.addObject().put("name", each));
        return new InventoryFile(name, file, document, true, now);
    }

    private static void requireAbout(String name, String what, JsonNode part, String wanted) {
        String found = part.path("name").asText();
        if (!found.equalsIgnoreCase(wanted)) {
            throw new CommandFailure(
                    ExitCode.INVALID,
                    "'%s' is about the %s '%s', not '%s'.".formatted(name, what, found, wanted),
                    "Name another file, or correct the name.");
        }
    }

    /** The name of its cluster. */
    String cluster() {
        return document.path(CLUSTER).path("name").asText();
    }

    @Override
    public FactTree recorded(DocumentKind kind) {
        return FactTree.ofDocument(
                kind,
                document.withObject("/" + member(kind)),
                new Provenance(file.toString(), now, "", Confidence.IMPORTED));
    }

    private static String member(DocumentKind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    /** Those of its cluster: its nodes, its virtual servers, itself. */
    @Override
    public List<String> hosts() {
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

    @Override
    public boolean isNew() {
        return fresh;
    }

    @Override
    public boolean keepsTimes() {
        return false;
    }

    @Override
    public String question() {
        return "Take them into '%s'?".formatted(name);
    }

    /**
     * Replaces the file by one with what was found, whole or not at all. Comments in it are lost.
     *
     * @throws CommandFailure when what was found is what no inventory document may say, or the file cannot be written
     */
    @Override
    public String take(Collected found) {
        found.parts()
                .forEach((kind, part) -> document.set(
                        member(kind), part.takenInto(recorded(kind), "").toDocument()));
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
        return "'%s' is written.".formatted(name);
    }
}
