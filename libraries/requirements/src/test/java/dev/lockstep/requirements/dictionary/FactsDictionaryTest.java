package dev.lockstep.requirements.dictionary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.contracts.inventory.DocumentKind;
import dev.lockstep.contracts.inventory.FactPath;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FactsDictionaryTest {

    private final FactsDictionary dictionary = FactsDictionary.standard();

    @ParameterizedTest
    @EnumSource(DocumentKind.class)
    void arraysOfNamedObjectsAreThoseThatFactPathsAddressByName(DocumentKind kind) {
        List<FactPath> named = new ArrayList<>();
        collect(dictionary.root().member(FactsDictionary.documentName(kind)).orElseThrow(), List.of(), named);
        assertThat(named).containsExactlyInAnyOrderElementsOf(kind.namedArrays());
        named.forEach(path -> assertThat(dictionary.definition(kind, path).flatMap(FactDefinition::identityMember))
                .isEqualTo(kind.identityMember(path)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        /disks/D1/partitions/0/fs | give /disks/D1/partitions as a whole: its elements have no paths
        /disks/D1/colour          | correct the path
        /colour                   | correct the path
        """)
    void whoNamesAPartOfAListWithoutNamesIsToldToGiveTheList(String path, String remedy) {
        assertThat(dictionary.violations(
                        DocumentKind.CLUSTER, FactPath.parse(path), JsonNodeFactory.instance.textNode("x")))
                .extracting(SchemaViolation::remedy)
                .containsExactly(remedy);
    }

    @Test
    void everyFactIsDescribed() {
        assertThat(undescribed(dictionary.root(), "")).isEmpty();
    }

    @Test
    void everyAgeingFactSaysWhereItComesFrom() {
        assertThat(sourceless(dictionary.root(), "")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        /nodes/N1/os/version           | 5           | expected is 2 to 4 numbers with dots between them, such as 6.5.6944
        /nodes/N1/exchange/installedAt | yesterday   | expected is date, time and offset, such as 2026-03-01T08:00:00Z
        /disks/D1/letter               | EE          | expected is one letter, such as E
        /nodes/N1/nics/P/ip            | 10.10.1.256 | expected is an IPv4 address, such as 10.10.1.21
        /disks/D1/raid                 | RAID-9      | use one of RAID-0, RAID-1, RAID-5, RAID-0+1, null
        """)
    void whatIsExpectedIsSaidInWords(String path, String value, String remedy) {
        assertThat(dictionary.violations(
                        DocumentKind.CLUSTER, FactPath.parse(path), JsonNodeFactory.instance.textNode(value)))
                .extracting(SchemaViolation::remedy)
                .containsExactly(remedy);
    }

    @Test
    void typesAreSaidInWords() {
        assertThat(dictionary.violations(
                        DocumentKind.CLUSTER,
                        FactPath.parse("/nodes/N1/exchange/sp"),
                        JsonNodeFactory.instance.booleanNode(true)))
                .extracting(SchemaViolation::what)
                .contains("the value has the wrong type; expected is a whole number or null");
    }

    @Test
    void namesAreSaidInWords() {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.putObject("organization")
                .put("name", "Con\ttoso")
                .putObject("schemaRangeUpper")
                .put("a\tb", 1);
        document.putObject("cluster").put("name", "CLU01").putArray("nodes");

        assertThat(dictionary.violations(document))
                .extracting(SchemaViolation::what, SchemaViolation::remedy)
                .contains(
                        tuple(
                                "the text does not have the expected form",
                                "expected is one line of text, without tabs and other control characters"),
                        tuple(
                                "the name 'a\tb' does not have the expected form",
                                "expected is one line of text, without tabs and other control characters, of 1 to 256 characters"));
    }

    @Test
    void everyFormOfATextIsSaidInWords() {
        assertThat(wordless(dictionary.schema(), "")).isEmpty();
    }

    private static List<String> wordless(JsonNode schema, String pointer) {
        List<String> wordless = new ArrayList<>();
        boolean hasForm =
                schema.path("pattern").isTextual() || schema.path("format").isTextual();
        if (hasForm && schema.path("x-form").asText().isBlank()) {
            wordless.add(pointer);
        }
        schema.properties()
                .forEach(member -> wordless.addAll(wordless(member.getValue(), pointer + "/" + member.getKey())));
        return wordless;
    }

    @Test
    void singleFactsAreChecked() {
        FactPath sp = FactPath.parse("/nodes/E2K3-N1/os/sp");
        assertThat(dictionary.violations(DocumentKind.CLUSTER, sp, JsonNodeFactory.instance.numberNode(1)))
                .isEmpty();
        assertThat(dictionary.violations(DocumentKind.CLUSTER, sp, JsonNodeFactory.instance.textNode("one")))
                .hasSize(1);
        assertThat(dictionary.violations(
                        DocumentKind.CLUSTER,
                        FactPath.parse("/nodes/E2K3-N1/colour"),
                        JsonNodeFactory.instance.textNode("red")))
                .hasSize(1);
        assertThat(dictionary.violations(
                        DocumentKind.CLUSTER,
                        FactPath.parse("/nodes/E2K3-N1"),
                        JsonNodeFactory.instance.textNode("red")))
                .hasSize(1);
    }

    private static void collect(FactDefinition definition, List<String> path, List<FactPath> into) {
        definition.members().forEach((name, member) -> {
            List<String> here = new ArrayList<>(path);
            here.add(name);
            if (member.identityMember().isPresent()) {
                into.add(new FactPath(here));
                here.add("*");
                collect(member.items().orElseThrow(), here, into);
            } else {
                collect(member, here, into);
            }
        });
    }

    private static List<String> undescribed(FactDefinition definition, String path) {
        List<String> found = new ArrayList<>();
        definition.members().forEach((name, member) -> {
            if (member.description().isBlank()) {
                found.add(path + "/" + name);
            }
            found.addAll(undescribed(member, path + "/" + name));
        });
        definition.items().ifPresent(items -> found.addAll(undescribed(items, path + "/*")));
        definition.values().ifPresent(values -> found.addAll(undescribed(values, path + "/*")));
        return found;
    }

    private static List<String> sourceless(FactDefinition definition, String path) {
        List<String> found = new ArrayList<>();
        if (definition.maximumAge().isPresent() && definition.source().isEmpty()) {
            found.add(path);
        }
        definition.members().forEach((name, member) -> found.addAll(sourceless(member, path + "/" + name)));
        definition.items().ifPresent(items -> found.addAll(sourceless(items, path + "/*")));
        definition.values().ifPresent(values -> found.addAll(sourceless(values, path + "/*")));
        return found;
    }
}
