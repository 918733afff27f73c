package dev.lockstep.requirements;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.lockstep.requirements.catalogue.Requirement;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The sections of the source document as {@code source-sections.yaml} lists them, and what is wrong between them and requirements. */
record SourceSections(List<Section> sections) {

    /** How many lines the text of the source document has, empty ones included. */
    private static final int LINES = 536;

    private static final ObjectMapper YAML = new YAMLMapper();

    static SourceSections standard() {
        try (InputStream in = SourceSections.class.getResourceAsStream("/source-sections.yaml")) {
            return of(YAML.readTree(Objects.requireNonNull(in)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static SourceSections of(String yaml) throws IOException {
        return of(YAML.readTree(yaml));
    }

    private static SourceSections of(JsonNode file) {
        List<Section> sections = new ArrayList<>();
        file.forEach(entry -> sections.add(new Section(
                entry.path("title").asText(),
                texts(entry.path("named")),
                entry.path("reason").asText(""),
                texts(entry.path("lines")))));
        return new SourceSections(List.copyOf(sections));
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(text -> texts.add(text.asText()));
        return List.copyOf(texts);
    }

    /** Requirements whose source is no section, each as a sentence. */
    List<String> requirementsWithoutSection(List<Requirement> requirements) {
        return requirements.stream()
                .filter(requirement -> !requirement.supplementary())
                .flatMap(requirement -> names(requirement)
                        .filter(name -> sections.stream()
                                .noneMatch(section -> section.named().contains(name)))
                        .map(name -> "%s comes from '%s', which is no section".formatted(requirement.id(), name)))
                .toList();
    }

    /** Sections that neither have a requirement nor say why they need none, and those that do both. */
    List<String> sectionsNotAccountedFor(List<Requirement> requirements) {
        List<String> wrong = new ArrayList<>();
        for (Section section : sections) {
            boolean explained = !section.reason().isEmpty();
            if (section.claims() && explained) {
                wrong.add("'%s' claims requirements and says why it has none".formatted(section.title()));
            } else if (section.claims() && requirements.stream().noneMatch(section::isSourceOf)) {
                wrong.add("'%s' claims requirements and has none".formatted(section.title()));
            } else if (!section.claims() && !explained) {
                wrong.add("'%s' neither claims requirements nor says why not".formatted(section.title()));
            }
        }
        return wrong;
    }

    /** Lines of the text that no section takes, or that two do. */
    List<String> linesNotTakenOnce() {
        TreeMap<Integer, Integer> taken = new TreeMap<>();
        sections.forEach(section -> section.lines().forEach(range -> {
            String[] ends = range.split("-", -1);
            for (int line = Integer.parseInt(ends[0]); line <= Integer.parseInt(ends[1]); line++) {
                taken.merge(line, 1, Integer::sum);
            }
        }));
        List<String> wrong = new ArrayList<>();
        for (int line = 1; line <= Math.max(LINES, taken.isEmpty() ? 0 : taken.lastKey()); line++) {
            int times = taken.getOrDefault(line, 0);
            if (times != (line <= LINES ? 1 : 0)) {
                wrong.add("line %d is taken %d times".formatted(line, times));
            }
        }
        return wrong;
    }

    /** What a requirement says about its source: the parts between commas and semicolons, without remarks. */
    private static Stream<String> names(Requirement requirement) {
        return Stream.of(requirement.source().replaceAll("\\([^)]*\\)", "").split("[;,]", -1))
                .map(name -> name.strip().toLowerCase(Locale.ROOT));
    }

    /**
     * A section of the source document.
     *
     * @param named how requirements name it
     * @param reason why it asks for nothing; empty when it asks for something
     * @param lines which lines of the text it takes, as {@code first-last}
     */
    record Section(String title, List<String> named, String reason, List<String> lines) {

        boolean claims() {
            return !named.isEmpty();
        }

        boolean isSourceOf(Requirement requirement) {
            return !requirement.supplementary() && names(requirement).anyMatch(named::contains);
        }
    }
}
