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

    private final SourceSections source = SourceSections.standard();
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
        assertThat(source.requirementsWithoutSection(Catalogue.standard().requirements()))
                .isEmpty();
    }

    @Test
    void aSectionHasRequirementsOrSaysWhyNot() {
        assertThat(source.sectionsNotAccountedFor(Catalogue.standard().requirements()))
                .isEmpty();
    }

    @Test
    void noLineOfTheSourceDocumentIsLeftOut() {
        assertThat(source.linesNotTakenOnce()).isEmpty();
    }

    @Test
    void whatIsLeftOutIsTold() throws IOException {
        List<Requirement> requirements = Catalogue.standard().requirements();
        SourceSections wrong = SourceSections.of("""
                - {title: Nobody asks, named: [nobody asks], lines: [1-100]}
                - {title: Silent, lines: [101-200, 200-300]}
                - {title: Both, named: [system-wide], reason: none, lines: [302-537]}
                """);

        assertThat(wrong.sectionsNotAccountedFor(requirements))
                .containsExactly(
                        "'Nobody asks' claims requirements and has none",
                        "'Silent' neither claims requirements nor says why not",
                        "'Both' claims requirements and says why it has none");
        assertThat(wrong.linesNotTakenOnce())
                .containsExactly("line 200 is taken 2 times", "line 301 is taken 0 times", "line 537 is taken 1 times");
        assertThat(wrong.requirementsWithoutSection(requirements))
                .contains("INTRO-01 comes from 'introduction', which is no section")
                .noneMatch(sentence -> sentence.startsWith("ORG-DNS-01"));
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
        for (SourceSections.Section section : source.sections()) {
            if (section.claims()) {
                heading(lines, "### " + section.title(), "| requirement | severity | about | what | cases |");
                Catalogue.standard().requirements().stream()
                        .filter(section::isSourceOf)
                        .forEach(requirement -> lines.add(row(requirement)));
            }
        }
        heading(lines, "## Sections without a requirement", "| section | why |");
        source.sections().stream()
                .filter(section -> !section.claims())
                .forEach(section -> lines.add("| %s | %s |".formatted(section.title(), section.reason())));
        heading(lines, "## Supplementary requirements", "| requirement | severity | about | what | cases | evidence |");
        Catalogue.standard().requirements().stream()
                .filter(Requirement::supplementary)
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
                        severity(requirement),
                        requirement.scope().word(),
                        requirement.title().replace("|", "\\|"),
                        tests);
    }

    private static String severity(Requirement requirement) {
        String severity = requirement.severity().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return requirement.informs().isPresent() ? severity + " or info" : severity;
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
}
