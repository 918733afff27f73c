package dev.lockstep.history.entry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.SortedMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LedgerEntryTest {

    @Test
    void theLeafIsTheWholeEventInCanonicalForm() {
        LedgerEntry entry =
                LedgerEntry.of(SampleEvents.event("rollout-1", 7, "{ \"b\" : [1.0, 1e2], \"a\":\"\\u00e9\\u0000\" }"));

        assertThat(entry.leaf().content())
                .isEqualTo(
                        "{\"actor\":\"orchestration\",\"causationid\":\"0b7c9a4e-25a7-4b52-8d6b-6f1f1a1f6f02\","
                                + "\"correlationid\":\"0b7c9a4e-25a7-4b52-8d6b-6f1f1a1f6f01\",\"data\":{\"a\":\"é\\u0000\",\"b\":[1,100]},"
                                + "\"datacontenttype\":\"application/json\",\"id\":\"" + entry.eventId()
                                + "\",\"partitionkey\":\"contoso:clu01\",\"source\":\"/lockstep/orchestration-service\","
                                + "\"specversion\":\"1.0\",\"streamversion\":7,\"subject\":\"rollout-1\","
                                + "\"time\":\"2026-03-01T10:15:30.123456Z\",\"type\":\"lockstep.orchestration.step-begun.v1\"}");
        assertThat(entry.leaf().detached()).isNull();
    }

    @Test
    void whatItIsSearchedByFollowsFromTheLeaf() {
        LedgerEntry entry = LedgerEntry.of(SampleEvents.event("rollout-1", 7));

        assertThat(LedgerEntry.read(entry.leaf())).isEqualTo(entry);
        assertThat(entry.organization()).isEqualTo("contoso");
        assertThat(entry.cluster()).isEqualTo(SampleEvents.CLUSTER);
        assertThat(entry.rollout()).isEqualTo(SampleEvents.ROLLOUT);
        assertThat(entry.streamVersion()).isEqualTo(7);
        assertThat(entry.time()).isEqualTo(Instant.parse("2026-03-01T10:15:30.123456Z"));
        assertThat(entry.isWhole()).isTrue();
    }

    @Test
    void anOrganizationsEventHasNoCluster() {
        SortedMap<String, String> attributes = SampleEvents.attributes("organization-contoso", 1);
        attributes.put("partitionkey", "contoso");

        LedgerEntry entry = LedgerEntry.of(new CloudEvent(attributes, "{}"));

        assertThat(entry.organization()).isEqualTo("contoso");
        assertThat(entry.cluster()).isNull();
        assertThat(entry.rollout()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "campaign-7 | contoso | {\"organization\":\"contoso\"} | contoso",
                "campaign-7 | contoso | {\"organization\":\"fabrikam\"} |",
                "parking-audit-ledger | :platform | {\"service\":\"audit\"} |",
                "parking-audit-ledger | platform | {\"service\":\"audit\"} |",
                "organization-contoso | platform | {} |"
            })
    void aKeyIsAnOrganizationOnlyWhenTheEventIsAboutIt(
            String stream, String key, String data, @Nullable String organization) {
        SortedMap<String, String> attributes = SampleEvents.attributes(stream, 1);
        attributes.put("partitionkey", key);

        LedgerEntry entry = LedgerEntry.of(new CloudEvent(attributes, data));

        assertThat(entry.organization()).isEqualTo(organization);
        assertThat(entry.cluster()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "not json",
                "",
                "{\"a\":1,\"a\":2}",
                "{\"a\":9007199254740993}",
                "{\"a\":1.00000000000000000001}",
                "{\"a\":1e400}",
                "{\"a\":\"\\ud800\"}",
                "{} {}"
            })
    void dataThatCanonicalJsonWouldChangeAreKeptAsTheyCame(String data) {
        LedgerEntry entry = LedgerEntry.of(SampleEvents.event("rollout-1", 1, data));

        assertThat(entry.leaf().content())
                .contains("\"data_base64\":\""
                        + java.util.Base64.getEncoder().encodeToString(data.getBytes(StandardCharsets.UTF_8)) + "\"")
                .doesNotContain("\"data\":");
        assertThat(LedgerEntry.read(entry.leaf())).isEqualTo(entry);
    }

    @Test
    void dataTooLargeForALeafStandBesideIt() {
        String data = "{\"rollout\":\"%s\",\"text\":\"%s\"}".formatted(SampleEvents.ROLLOUT, "é".repeat(40_000));

        LedgerEntry entry = LedgerEntry.of(SampleEvents.event("rollout-1", 1, data));

        assertThat(entry.leaf().content()).contains("datasha256").doesNotContain("\"data\"");
        assertThat(entry.leaf().detached()).isEqualTo(data);
        assertThat(entry.rollout()).isEqualTo(SampleEvents.ROLLOUT);
        assertThat(entry.isWhole()).isTrue();
        assertThat(LedgerEntry.read(new Leaf(entry.leaf().content(), data.replace("é", "e")))
                        .isWhole())
                .isFalse();
    }

    @Test
    void theLargestLeafStandsWhole() {
        int frame = LedgerEntry.of(SampleEvents.event("rollout-1", 1, "\"\""))
                .leaf()
                .toBytes()
                .length;
        String fits = "\"" + "x".repeat(Leaf.MAX_BYTES - frame) + "\"";

        assertThat(LedgerEntry.of(SampleEvents.event("rollout-1", 1, fits))
                        .leaf()
                        .toBytes())
                .hasSize(Leaf.MAX_BYTES);
        assertThat(LedgerEntry.of(SampleEvents.event("rollout-1", 1, fits.replaceFirst("x", "xx")))
                        .leaf()
                        .detached())
                .isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"specversion", "id", "source", "type", "subject", "time", "streamversion"})
    void anEventWithoutARequiredAttributeIsNotRead(String missing) {
        SortedMap<String, String> attributes = SampleEvents.attributes("rollout-1", 1);
        attributes.remove(missing);

        assertThatThrownBy(() -> LedgerEntry.of(new CloudEvent(attributes, "")))
                .isInstanceOf(UnreadableEventException.class)
                .hasMessageContaining(missing);
    }

    @ParameterizedTest
    @CsvSource({"streamversion, 0", "streamversion, x", "streamversion, -1", "time, yesterday", "specversion, 0.3"})
    void anEventWithAMalformedAttributeIsNotRead(String name, String value) {
        SortedMap<String, String> attributes = SampleEvents.attributes("rollout-1", 1);
        attributes.put(name, value);

        assertThatThrownBy(() -> LedgerEntry.of(new CloudEvent(attributes, "")))
                .isInstanceOf(UnreadableEventException.class);
    }

    /** A verifier reads what somebody may have changed: it is told that it cannot be read, and nothing worse. */
    @Property(tries = 2_000)
    void aDamagedLeafIsReadOrRefused(@ForAll @IntRange(max = 10_000) int any, @ForAll @IntRange(max = 6) int bit) {
        String content =
                LedgerEntry.of(SampleEvents.event("rollout-1", 7)).leaf().content();
        int place = any % content.length();
        String damaged = content.substring(0, place)
                + (char) (content.charAt(place) ^ (1 << bit))
                + content.substring(place + 1);

        assertThatCode(() -> {
                    try {
                        LedgerEntry.read(new Leaf(damaged, null)).isWhole();
                    } catch (UnreadableEventException refused) {
                        assertThat(refused).hasMessageContaining(" ");
                    }
                })
                .doesNotThrowAnyException();
    }
}
