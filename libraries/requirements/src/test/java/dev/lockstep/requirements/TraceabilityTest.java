package dev.lockstep.requirements;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.lockstep.requirements.catalogue.Catalogue;
import dev.lockstep.requirements.catalogue.Requirement;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * docs/requirements.md says which requirement comes from which section of the source document, and what tests it. It is written with
 * {@code -Dlockstep.approve=true}.
 */
class TraceabilityTest {

    private static final Path DOCUMENT = Path.of("../../docs/requirements.md");
    private static final String COMMAND = "mvn -pl libraries/requirements -am package -Dtest=TraceabilityTest"
            + " -Dsurefire.failIfNoSpecifiedTests=false -Dlockstep.approve=true";
    private static final ObjectMapper YAML = new YAMLMapper();

    private final List<Section> sections = sections();
    private final Map<String, Map<String, Integer>> cases = cases();

    @Test
    void theDocumentSaysWhatTheCatalogueSays() throws IOException {
        String written = document();
        if (Boolean.getBoolean("lockstep.approve")) {
            Files.writeString(DOCUMENT, written);
        }
        assertThat(DOCUMENT)
                .as("docs/requirements.md is stale; run: " + COMMAND)
                .content(StandardCharsets.UTF_8)
                .isEqualTo(written);
    }

    @Test
    void everySourceIsASectionOfTheSourceDocument() {
        assertThat(source(false))
                .allSatisfy(requirement -> assertThat(sections)
                        .as(
                                "source '%s' of %s names a section of source-sections.yaml",
                                requirement.source(), requirement.id())
                        .anyMatch(section -> section.isSourceOf(requirement)));
    }

    @Test
    void aSectionAsksForSomethingOrSaysWhyNot() {
        assertThat(sections)
                .allSatisfy(section -> assertThat(section.reason().isEmpty())
                        .as("section '%s'", section.title())
                        .isEqualTo(!section.named().isEmpty()));
    }

    @Test
    void everyRequirementIsTested() {
        assertThat(Catalogue.standard().requirements())
                .allSatisfy(requirement -> assertThat(cases).containsKey(requirement.id()));
    }

    private String document() {
        List<String> lines = new ArrayList<>();
        lines.add("# Requirements and where they come from");
        lines.add("");
        lines.add("Written from the catalogue and the cases; a test fails when it is stale. To write it anew:");
        lines.add("`" + COMMAND + "`");
        lines.add("");
        lines.add(
                "A case file holds, for each requirement, documents in which it holds and documents in which it does not;");
        lines.add("the number is that of the pairs. `./lockstep explain ID` shows a requirement whole.");
        lines.add("");
        lines.add("## Sections of the source document");
        for (Section section : sections) {
            if (section.reason().isEmpty()) {
                heading(lines, "### " + section.title(), "| requirement | severity | about | what | cases |");
                source(false).stream().filter(section::isSourceOf).forEach(requirement -> lines.add(row(requirement)));
            }
        }
        heading(lines, "## Sections without a requirement", "| section | why |");
        sections.stream()
                .filter(section -> !section.reason().isEmpty())
                .forEach(section -> lines.add("| %s | %s |".formatted(section.title(), section.reason())));
        heading(lines, "## Supplementary requirements", "| requirement | severity | about | what | cases | evidence |");
        source(true)
                .forEach(requirement -> lines.add("%s %s |"
                        .formatted(
                                row(requirement),
                                requirement.source().replaceFirst("^not in the source document \\((.*)\\)$", "$1"))));
        return String.join("\n", lines) + "\n";
    }

    private static void heading(List<String> lines, String heading, String columns) {
        lines.addAll(List.of("", heading, "", columns, columns.replaceAll("[^|]+", "---")));
    }

    private String row(Requirement requirement) {
        String tests = cases.getOrDefault(requirement.id(), Map.of()).entrySet().stream()
                .map(file -> "%s: %d".formatted(file.getKey(), file.getValue()))
                .collect(Collectors.joining(", "));
        return "| %s | %s | %s | %s | %s |"
                .formatted(
                        requirement.id(),
                        requirement.severity().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                        requirement.scope().word(),
                        requirement.title().replace("|", "\\|"),
                        tests);
    }

    private static List<Requirement> source(boolean supplementary) {
        return Catalogue.standard().requirements().stream()
                .filter(requirement -> requirement.supplementary() == supplementary)
                .toList();
    }

    private static List<Section> sections() {
        List<Section> sections = new ArrayList<>();
        read("/source-sections.yaml").forEach(entry -> {
            List<String> named = new ArrayList<>();
            entry.path("named").forEach(name -> named.add(name.asText()));
            sections.add(new Section(
                    entry.path("title").asText(), named, entry.path("reason").asText("")));
        });
        return sections;
    }

    /** How many cases of each file there are, by requirement. */
    private static Map<String, Map<String, Integer>> cases() {
        Map<String, Map<String, Integer>> cases = new LinkedHashMap<>();
        read("/dev/lockstep/requirements/catalogue/catalogue.yaml")
                .path("files")
                .forEach(file -> {
                    String name = "cases-" + file.asText();
                    read("/" + name)
                            .forEach(entry -> cases.computeIfAbsent(
                                            entry.path("requirement").asText(), id -> new TreeMap<>())
                                    .merge(name, 1, Integer::sum));
                });
        Fixtures.BROKEN.forEach(
                name -> cases.computeIfAbsent(name.replaceFirst("broken/B\\d\\d-", ""), id -> new TreeMap<>())
                        .merge("fixtures/" + name + ".json", 1, Integer::sum));
        return cases;
    }

    private static JsonNode read(String resource) {
        try (InputStream in = TraceabilityTest.class.getResourceAsStream(resource)) {
            return YAML.readTree(Objects.requireNonNull(in, resource));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A section of the source document.
     *
     * @param named how requirements name it
     * @param reason why it asks for nothing; empty when it asks for something
     */
    private record Section(String title, List<String> named, String reason) {

        boolean isSourceOf(Requirement requirement) {
            String source = requirement.source().toLowerCase(Locale.ROOT);
            return named.stream().anyMatch(source::contains);
        }
    }
}
