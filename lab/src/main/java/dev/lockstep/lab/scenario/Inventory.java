package dev.lockstep.lab.scenario;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.lockstep.lab.engine.Mending;
import dev.lockstep.lab.engine.Outcome;
import dev.lockstep.lab.world.Cluster;
import dev.lockstep.lab.world.DataCentre;
import dev.lockstep.lab.world.Directory;
import dev.lockstep.lab.world.DirectoryDescription;
import dev.lockstep.lab.world.Domain;
import dev.lockstep.lab.world.DomainController;
import dev.lockstep.lab.world.ExchangeServer;
import dev.lockstep.lab.world.Named;
import dev.lockstep.lab.world.Replica;
import dev.lockstep.lab.world.Zone;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads inventory documents (JSON or YAML) and builds the data centre that they describe. */
public final class Inventory {
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final String DEFAULT_BUILD = "6.5.6944";
    private static final String FAULTS = "faults.yaml";
    private static final Pattern DOCUMENT = Pattern.compile("\\.(ya?ml|json)$");

    private Inventory() {}

    /**
     * Builds a data centre from the document in a file, or from all documents of a folder.
     *
     * @throws IOException when a file cannot be read or is neither JSON nor YAML
     * @throws IllegalArgumentException when a document lacks what a data centre needs, or they do not agree
     */
    public static DataCentre read(Path fileOrFolder) throws IOException {
        List<JsonNode> documents = new ArrayList<>();
        for (Path file : files(fileOrFolder)) {
            documents.add(YAML.readTree(Files.readString(file)));
        }
        if (documents.isEmpty()) {
            throw new IllegalArgumentException("there is no inventory document in " + fileOrFolder);
        }
        return armed(build(documents), fileOrFolder);
    }

    /**
     * The file that arms faults from the beginning: {@code faults.yaml} in a folder of documents, {@code NAME.faults.yaml} beside the
     * document {@code NAME.yaml}.
     */
    private static Path faults(Path fileOrFolder) {
        if (Files.isDirectory(fileOrFolder)) {
            return fileOrFolder.resolve(FAULTS);
        }
        String name = String.valueOf(fileOrFolder.getFileName());
        return fileOrFolder.resolveSibling(DOCUMENT.matcher(name).replaceFirst("") + "." + FAULTS);
    }

    private static DataCentre armed(DataCentre world, Path fileOrFolder) throws IOException {
        Path file = faults(fileOrFolder);
        DataCentre armed = world;
        if (Files.exists(file)) {
            for (JsonNode each : YAML.readTree(Files.readString(file))) {
                armed = switch (Mending.arm(armed, FaultReader.read(each))) {
                    case Outcome.Done(DataCentre after) -> after;
                    case Outcome.Refused(int _, String why) ->
                        throw new IllegalArgumentException("%s: %s".formatted(file, why));
                };
            }
        }
        return armed;
    }

    /** The inventory documents of a data centre in the order of their names: the file itself, or those of a folder. */
    public static List<Path> files(Path fileOrFolder) throws IOException {
        if (!Files.isDirectory(fileOrFolder)) {
            return List.of(fileOrFolder);
        }
        try (Stream<Path> files = Files.list(fileOrFolder)) {
            return files.filter(file -> DOCUMENT.matcher(file.toString()).find() && !file.endsWith(FAULTS))
                    .sorted()
                    .toList();
        }
    }

    /** Builds a data centre from a document with {@code organization} and {@code cluster}. */
    public static DataCentre build(JsonNode document) {
        return build(List.of(document));
    }

    /** Builds a data centre of several clusters; what their documents say about the organization must be the same. */
    private static DataCentre build(List<JsonNode> documents) {
        JsonNode first = documents.getFirst();
        JsonNode organization = required(first, "organization");
        String build = first.path("operation").path("targetBuild").asText(DEFAULT_BUILD);
        Directory directory = directory(organization, required(first, "cluster"));
        List<Cluster> clusters = new ArrayList<>();
        for (JsonNode document : documents) {
            JsonNode cluster = required(document, "cluster");
            String name = required(cluster, "name").asText();
            if (!document.path("organization").equals(organization)) {
                throw new IllegalArgumentException("the document of cluster " + name
                        + " does not say the same about the organization as the others of the data centre");
            }
            if (Named.find(clusters, name).isPresent()) {
                throw new IllegalArgumentException("two documents describe the cluster " + name);
            }
            clusters.add(new ClusterBuilder(cluster, directory).build());
        }
        return new DataCentre(directory, clusters, build, List.of());
    }

    static JsonNode required(JsonNode parent, String member) {
        JsonNode value = parent.path(member);
        if (value.isMissingNode() || value.isNull()) {
            throw new IllegalArgumentException("the inventory document has no '" + member + "'");
        }
        return value;
    }

    static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(each -> texts.add(each.asText()));
        return List.copyOf(texts);
    }

    private static Directory directory(JsonNode organization, JsonNode cluster) {
        List<Domain> domains = new ArrayList<>();
        for (JsonNode each : organization.path("domains")) {
            String name = required(each, "name").asText();
            domains.add(new Domain(name, each.path("netbios").asText(name)));
        }
        List<ExchangeServer> servers = servers(organization, cluster);
        List<DomainController> controllers = new ArrayList<>();
        for (JsonNode each : organization.path("dcs")) {
            controllers.add(controller(
                    organization, domains, servers, required(each, "name").asText()));
        }
        if (controllers.isEmpty()) {
            throw new IllegalArgumentException("the inventory document has no domain controllers ('dcs')");
        }
        String schemaMaster = organization.path("schemaMaster").path("dc").asText("");
        JsonNode dns = organization.path("dns");
        Map<String, String> records = new HashMap<>();
        dns.path("aRecords")
                .properties()
                .forEach(each -> records.put(each.getKey(), each.getValue().asText()));
        boolean dynamic = !dns.path("dynamicUpdate").asText("NONE").equals("NONE");
        return new Directory(
                organization.path("name").asText("Organization"),
                schemaMaster.isEmpty() ? controllers.getFirst().name() : schemaMaster,
                description(organization),
                domains,
                controllers,
                smtpDomains(organization),
                new Zone(
                        dns.path("zone")
                                .asText(
                                        domains.isEmpty()
                                                ? ""
                                                : domains.getFirst().name()),
                        dynamic,
                        records),
                null,
                List.of());
    }

    private static DirectoryDescription description(JsonNode organization) {
        try {
            return YAML.treeToValue(organization, DirectoryDescription.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "the inventory document describes its organization in a way that is not understood: "
                            + e.getOriginalMessage(),
                    e);
        }
    }

    private static DomainController controller(
            JsonNode organization, List<Domain> domains, List<ExchangeServer> servers, String name) {
        Optional<Domain> domain = domains.stream()
                .filter(each -> name.toLowerCase(java.util.Locale.ROOT)
                        .endsWith("." + each.name().toLowerCase(java.util.Locale.ROOT)))
                .max(Comparator.comparingInt(each -> each.name().length()));
        String domainName = domain.map(Named::name).orElse("");
        JsonNode described = organization.path("domains").path(0);
        for (JsonNode each : organization.path("domains")) {
            if (each.path("name").asText().equalsIgnoreCase(domainName)) {
                described = each;
            }
        }
        Replica replica = new Replica(
                organization.path("schemaRangeUpper").path(name).asInt(0),
                organization.path("orgObjectVersion").path(name).asInt(0),
                described.path("mesoObjectVersion").path(name).asInt(0),
                texts(described.path("groups")),
                servers);
        return new DomainController(name, domainName, replica);
    }

    private static List<ExchangeServer> servers(JsonNode organization, JsonNode cluster) {
        List<ExchangeServer> servers = new ArrayList<>();
        String domain = cluster.path("domain").asText("");
        for (JsonNode each : organization.path("servers")) {
            String product = each.path("product").asText("EXCHANGE_2003");
            servers.add(new ExchangeServer(
                    required(each, "name").asText(),
                    each.path("ag")
                            .asText(organization
                                    .path("administrativeGroups")
                                    .path(0)
                                    .asText("")),
                    each.path("build").asText(buildOf(product)),
                    each.path("clustered").asBoolean(false),
                    each.path("domain").asText(domain)));
        }
        return servers;
    }

    static String buildOf(String product) {
        return switch (product) {
            case "EXCHANGE_2000" -> "6.0.6249";
            case "EXCHANGE_55" -> "5.5.2653";
            default -> DEFAULT_BUILD;
        };
    }

    private static List<String> smtpDomains(JsonNode organization) {
        List<String> domains = new ArrayList<>();
        for (JsonNode policy : organization.path("recipientPolicies")) {
            for (JsonNode address : policy.path("smtp")) {
                String text = address.asText();
                domains.add(text.substring(text.lastIndexOf('@') + 1));
            }
        }
        return domains;
    }
}
