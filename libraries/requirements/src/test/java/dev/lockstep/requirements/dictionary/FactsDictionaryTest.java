package dev.lockstep.requirements.dictionary;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.lockstep.contracts.inventory.DocumentKind;
import dev.lockstep.contracts.inventory.FactPath;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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

    @Test
    void everyFactIsDescribed() {
        assertThat(undescribed(dictionary.root(), "")).isEmpty();
    }

    @Test
    void everyAgeingFactSaysWhereItComesFrom() {
        assertThat(sourceless(dictionary.root(), "")).isEmpty();
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
