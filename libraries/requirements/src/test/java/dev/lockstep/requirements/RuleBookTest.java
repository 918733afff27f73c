package dev.lockstep.requirements;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.lockstep.contracts.Stage;
import dev.lockstep.requirements.catalogue.Catalogue;
import dev.lockstep.requirements.catalogue.Requirement;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The catalogue has every requirement of the rule book, as severe, about the same and asked at the same time. */
class RuleBookTest {

    /** A notice of ours about a contradiction, which the rule book describes within another requirement. */
    private static final Set<String> NOTICES = Set.of("PROF4-10-LITERAL-106");

    static List<JsonNode> ruleBook() {
        try (InputStream in = RuleBookTest.class.getResourceAsStream("/rule-book.yaml")) {
            List<JsonNode> entries = new ArrayList<>();
            new YAMLMapper().readTree(Objects.requireNonNull(in)).forEach(entries::add);
            return entries;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void theCatalogueHasEveryRequirementOfTheRuleBookAndNoOther() {
        List<String> ids =
                ruleBook().stream().map(entry -> entry.path("id").asText()).toList();
        assertThat(ids).hasSize(175).doesNotHaveDuplicates();
        assertThat(Catalogue.standard().requirements().stream()
                        .map(Requirement::id)
                        .filter(id -> !NOTICES.contains(id)))
                .containsExactlyInAnyOrderElementsOf(ids);
    }

    @ParameterizedTest
    @MethodSource("ruleBook")
    void aRequirementIsWhatTheRuleBookSays(JsonNode entry) {
        Requirement requirement =
                Catalogue.standard().requirement(entry.path("id").asText()).orElseThrow();
        Map<String, Set<String>> ours = new LinkedHashMap<>();
        ours.put("severity", Set.of(requirement.severity().name()));
        ours.put("scope", Set.of(requirement.scope().name()));
        ours.put("scenarios", names(requirement.scenarios()));
        ours.put("stages", codes(requirement.stages()));

        ours.forEach((member, values) -> {
            if (!entry.has(member)) {
                return;
            }
            Set<String> theirs = texts(entry.path(member));
            if (entry.path("but").has(member)) {
                assertThat(values)
                        .as("%s stands differently, so it must differ", member)
                        .isNotEqualTo(theirs);
            } else if (member.equals("severity")) {
                assertThat(theirs).as(member).containsAll(values);
            } else {
                assertThat(values).as(member).isEqualTo(theirs);
            }
        });
    }

    @Test
    void whatIsSupplementaryIsToldByItsId() {
        assertThat(Catalogue.standard().requirements())
                .allSatisfy(requirement -> assertThat(requirement.supplementary())
                        .isEqualTo(requirement.id().startsWith("X-")))
                .allSatisfy(requirement -> assertThat(requirement.source().startsWith("not in the source document"))
                        .as(requirement.id())
                        .isEqualTo(requirement.supplementary()));
    }

    private static Set<String> texts(JsonNode value) {
        Set<String> texts = new TreeSet<>();
        if (value.isArray()) {
            value.forEach(text -> texts.add(text.asText()));
        } else {
            texts.add(value.asText());
        }
        return texts;
    }

    private static Set<String> names(Iterable<? extends Enum<?>> values) {
        Set<String> names = new TreeSet<>();
        values.forEach(value -> names.add(value.name()));
        return names;
    }

    private static Set<String> codes(Iterable<Stage> stages) {
        Set<String> codes = new TreeSet<>();
        stages.forEach(stage -> codes.add(stage.code()));
        return codes;
    }
}
