package dev.lockstep.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.contracts.PersonalMembers.Shape;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Whoever adds a text to an event says whether it may be about a person: by an annotation, or by a line in {@code not-personal.txt}.
 * What has become an entry of the history cannot be told apart later.
 */
class PersonalMembersTest {

    private static final Path NOT_PERSONAL = Path.of("src/test/resources/not-personal.txt");

    @Test
    void everyTextOfAnEventIsSomebodysOrNobodys() throws IOException {
        SortedSet<String> undeclared = new TreeSet<>();
        Set<Class<?>> seen = new HashSet<>();
        EventCatalogue.all().values().forEach(type -> texts(type, undeclared, seen));

        assertThat(undeclared)
                .as("texts without @PersonName and @PersonText, beside those that are declared to be about nobody")
                .containsExactlyElementsOf(new TreeSet<>(Files.readAllLines(NOT_PERSONAL)));
    }

    private static void texts(Class<?> type, SortedSet<String> undeclared, Set<Class<?>> seen) {
        if (!seen.add(type)) {
            return;
        }
        if (type.isSealed()) {
            Arrays.stream(type.getPermittedSubclasses()).forEach(each -> texts(each, undeclared, seen));
        } else if (PersonalMembers.isObject(type)) {
            for (RecordComponent component : type.getRecordComponents()) {
                Class<?> value = valueOf(component.getGenericType());
                boolean text = value == String.class || value == JsonNode.class;
                if (text
                        && !component.isAnnotationPresent(PersonName.class)
                        && !component.isAnnotationPresent(PersonText.class)) {
                    undeclared.add(type.getSimpleName() + "." + component.getName());
                }
                texts(value, undeclared, seen);
            }
        }
    }

    private static Class<?> valueOf(Type type) {
        Class<?> raw = PersonalMembers.raw(type);
        return Collection.class.isAssignableFrom(raw) || Map.class.isAssignableFrom(raw)
                ? PersonalMembers.raw(PersonalMembers.element(type))
                : raw;
    }

    @Test
    void anApprovalIsUnderItsApproversKey() {
        Shape authority = members(Map.of("name", new Shape.Name()));

        assertThat(PersonalMembers.of("lockstep.orchestration.rollout-approved.v1"))
                .contains(members(Map.of(
                        "approval",
                        members(Map.of(
                                "approver", authority, "comment", new Shape.Text(List.of("approver", "name")))))));
    }

    @Test
    void theHashOfAFileIsUnderNobodysKey() {
        assertThat(PersonalMembers.of("lockstep.orchestration.work-attested.v1"))
                .contains(members(Map.of(
                        "attestation",
                        members(Map.of("evidence", new Shape.Text(List.of()))),
                        "attestedBy",
                        members(Map.of("name", new Shape.Name())))));
    }

    @Test
    void factsAreUnderTheKeyOfWhoRecordedThem() {
        Shape provenance =
                members(Map.of("recordedBy", new Shape.Name(), "source", new Shape.Text(List.of("recordedBy"))));

        assertThat(PersonalMembers.of("lockstep.inventory.cluster-facts-changed.v1"))
                .contains(members(Map.of(
                        "changes",
                        new Shape.Each(members(Map.of("provenance", provenance))),
                        "reason",
                        new Shape.Text(List.of()))));
    }

    @Test
    void whatIsAboutNobodyHasNoShape() {
        assertThat(PersonalMembers.of("lockstep.orchestration.rollout-completed.v1"))
                .isEmpty();
        assertThat(PersonalMembers.of("lockstep.future.thing.v9")).isEmpty();
    }

    private static Shape members(Map<String, Shape> byName) {
        SortedMap<String, Shape> sorted = new TreeMap<>(byName);
        return new Shape.Members(sorted);
    }
}
