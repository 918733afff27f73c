package dev.lockstep.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The JSON of every event is a file that was approved. A file is only ever added: published events are read for ever. Run with {@code
 * -Dlockstep.approve=true} to write the file of a new event, and read it before it is committed.
 */
class EventCatalogueTest {

    private static final Path APPROVED = Path.of("src/test/resources/approved");

    /** Events with the members that they did not have from the beginning. */
    private static final Path WITH_LATER_MEMBERS = Path.of("src/test/resources/approved-with-later-members");

    static Stream<String> types() {
        return EventCatalogue.all().keySet().stream();
    }

    static Stream<Path> approvedFiles() throws IOException {
        try (Stream<Path> files = Files.list(APPROVED);
                Stream<Path> later = Files.list(WITH_LATER_MEMBERS)) {
            return Stream.concat(files, later).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("types")
    void everyEventIsWrittenAsApproved(String type) throws IOException {
        requireApproved(
                APPROVED.resolve(type + ".json"),
                pretty(SampleEvents.of(
                        Objects.requireNonNull(EventCatalogue.all().get(type)))));
    }

    @Test
    void membersThatCameLaterAreWrittenAsApprovedAndLeftOutWhereTheyAreEmpty() throws IOException {
        List<String> have = new ArrayList<>();
        for (var type : EventCatalogue.all().entrySet()) {
            PublishedEvent whole = SampleEvents.whole(type.getValue());
            if (!whole.equals(SampleEvents.of(type.getValue()))) {
                have.add(type.getKey());
                requireApproved(WITH_LATER_MEMBERS.resolve(type.getKey() + ".json"), pretty(whole));
            }
        }

        assertThat(have).containsExactly("lockstep.orchestration.work-attested.v1");
    }

    private static void requireApproved(Path file, String written) throws IOException {
        if (Boolean.getBoolean("lockstep.approve") && !Files.exists(file)) {
            Files.writeString(file, written);
        }

        assertThat(file).exists().content(StandardCharsets.UTF_8).isEqualTo(written);
    }

    @ParameterizedTest
    @MethodSource("approvedFiles")
    void everyApprovedFileIsStillRead(Path file) throws IOException {
        String type = file.getFileName().toString().replaceAll("\\.json$", "");

        PublishedEvent event = EventCatalogue.read(type, Files.readAllBytes(file));

        assertThat(EventCatalogue.read(EventCatalogue.typeOf(event), EventCatalogue.write(event)))
                .isEqualTo(event);
    }

    @Test
    void anEventOfAnUnknownTypeIsAnError() {
        assertThatThrownBy(() -> EventCatalogue.read("lockstep.inventory.node-joined.v2", new byte[] {'{', '}'}))
                .isInstanceOf(UnknownEventTypeException.class)
                .hasMessageContaining("lockstep.inventory.node-joined.v2");
    }

    @Test
    void bytesThatAreNotTheEventAreAnError() {
        for (String data :
                List.of("", "null", "[]", "{\"cluster\": 7}", "{\"cluster\":\"contoso:clu01\",\"surprise\":1}")) {
            assertThatThrownBy(() -> EventCatalogue.read(
                            "lockstep.inventory.node-joined.v1", data.getBytes(StandardCharsets.UTF_8)))
                    .as("data: %s", data)
                    .isInstanceOf(MalformedEventException.class);
        }
    }

    @Test
    void namesAreOfOneForm() {
        assertThat(EventCatalogue.all().keySet())
                .allMatch(name -> name.matches(
                        "lockstep\\.(inventory|validation|orchestration|audit|platform)\\.[a-z][a-z-]*\\.v[0-9]+"));
    }

    private static String pretty(PublishedEvent event) throws IOException {
        return ContractJson.mapper()
                        .writerWithDefaultPrettyPrinter()
                        .writeValueAsString(ContractJson.mapper().readTree(EventCatalogue.write(event)))
                        .replace("\r\n", "\n")
                + "\n";
    }
}
