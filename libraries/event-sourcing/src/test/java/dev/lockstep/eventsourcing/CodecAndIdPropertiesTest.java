package dev.lockstep.eventsourcing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.eventsourcing.Counter.Event.Added;
import java.time.Instant;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.NotBlank;

class CodecAndIdPropertiesTest {

    record Everything(String text, long number, boolean flag, Instant time, UUID id) {}

    private static final JsonEventCodec<Everything> CODEC = JsonEventCodec.<Everything>builder()
            .type("lockstep.test.everything.v1", Everything.class)
            .build();

    @Property
    void whatIsEncodedIsDecodedUnchanged(
            @ForAll String text, @ForAll long number, @ForAll boolean flag, @ForAll Instant time) {
        Everything event = new Everything(text, number, flag, time, new UUID(number, ~number));
        assertThat(CODEC.decode(CODEC.typeOf(event), CODEC.encode(event))).isEqualTo(event);
    }

    @Property
    void aStreamNameIsReadAsItWasWritten(@ForAll("categories") String category, @ForAll("keys") String key) {
        StreamId stream = new StreamId(category, key);
        assertThat(StreamId.parse(stream.toString())).isEqualTo(stream);
    }

    @Property
    void eventIdsFollowFromTheCommandAndDiffer(
            @ForAll long high,
            @ForAll long low,
            @ForAll("keys") String key,
            @ForAll @IntRange(min = 0, max = 1000) int index) {
        UUID command = new UUID(high, low);
        StreamId stream = new StreamId("cluster", key);
        UUID id = EventIds.ofCommand(command, stream, index);
        assertThat(id)
                .isEqualTo(EventIds.ofCommand(command, stream, index))
                .isNotEqualTo(EventIds.ofCommand(command, stream, index + 1))
                .isNotEqualTo(EventIds.ofCommand(new UUID(high, low + 1), stream, index))
                .isNotEqualTo(EventIds.ofCommand(command, new StreamId("organization", key), index));
        assertThat(id.version()).isEqualTo(8);
        assertThat(id.variant()).isEqualTo(2);
    }

    @Property
    void anUnknownTypeIsAnError(@ForAll @NotBlank String type) {
        assertThatThrownBy(() -> CODEC.decode(type, "{}")).isInstanceOf(UnknownEventTypeException.class);
    }

    @Property
    void damagedJsonIsAnErrorOfItsOwnKind(@ForAll String text, @ForAll @IntRange(min = 0, max = 60) int keep) {
        String json = CODEC.encode(new Everything(text, 1, true, Instant.EPOCH, new UUID(1, 2)));
        assertThatThrownBy(() -> CODEC.decode("lockstep.test.everything.v1", json.substring(0, keep)))
                .isInstanceOf(MalformedEventException.class);
    }

    @Example
    void unknownFieldsAndMissingNumbersAndNullAreErrors() {
        for (String json : new String[] {"{\"amount\":1,\"more\":2}", "{}", "{\"amount\":null}", "null"}) {
            assertThatThrownBy(() -> Counter.CODEC.decode("lockstep.test.added.v2", json))
                    .as(json)
                    .isInstanceOf(MalformedEventException.class);
        }
    }

    @Example
    void oldVersionsAreReadAsTheNewOne() {
        assertThat(Counter.CODEC.decode("lockstep.test.added.v1", "7")).isEqualTo(new Added(7));
    }

    @Example
    void typeNamesAreGivenOnceAndHaveAVersion() {
        JsonEventCodec.Builder<Object> builder =
                JsonEventCodec.<Object>builder().type("lockstep.test.added.v1", Added.class);
        assertThatThrownBy(() -> builder.type("lockstep.test.added.v1", Everything.class))
                .hasMessageContaining("twice");
        assertThatThrownBy(() -> builder.type("lockstep.test.other.v1", Added.class))
                .hasMessageContaining("already");
        assertThatThrownBy(() -> builder.type("Everything", Everything.class)).hasMessageContaining("version");
    }

    @Provide
    Arbitrary<String> categories() {
        return Arbitraries.strings().withCharRange('a', 'z').ofMinLength(1).ofMaxLength(40);
    }

    @Provide
    Arbitrary<String> keys() {
        return Arbitraries.strings()
                .all()
                .ofMinLength(1)
                .ofMaxLength(100)
                .filter(key -> !key.isBlank() && key.chars().noneMatch(Character::isISOControl));
    }
}
