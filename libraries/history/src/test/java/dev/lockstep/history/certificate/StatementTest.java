package dev.lockstep.history.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.history.certificate.CertificateReplay.Statement;
import dev.lockstep.history.entry.CloudEvent;
import dev.lockstep.history.entry.EntryHead;
import dev.lockstep.history.entry.Leaf;
import dev.lockstep.history.entry.LedgerEntry;
import dev.lockstep.history.entry.SampleEvents;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatementTest {

    /** The first whole number that canonical JSON cannot tell from its neighbour. */
    private static final String BEYOND_DOUBLES = "9007199254740993";

    @ParameterizedTest
    @ValueSource(strings = {"1", BEYOND_DOUBLES})
    void anAnswerIsReadWhateverNumbersItHolds(String number) {
        Leaf leaf = answer(number, "short");

        assertThat(leaf.detached()).isNull();
        assertThat(leaf.content()).contains(number.equals("1") ? "\"data\"" : "\"data_base64\"");
        assertThat(statement(leaf)).isInstanceOf(Statement.OfGate.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", BEYOND_DOUBLES})
    void anAnswerBesideItsLeafIsReadWhateverNumbersItHolds(String number) {
        Leaf leaf = answer(number, "long".repeat(20_000));

        assertThat(leaf.detached()).startsWith(number.equals("1") ? "{" : "\"");
        assertThat(statement(leaf)).isInstanceOf(Statement.OfGate.class);
    }

    @Test
    void noServiceAnswersForAnother() {
        Leaf leaf = answer(Map.of("source", "/lockstep/orchestration-service"), "1", "short");

        assertThat(statement(leaf)).isInstanceOf(Statement.Other.class);
    }

    @Test
    void anEntryOfOneClusterSaysNothingOfAnother() {
        Leaf leaf = answer(Map.of("partitionkey", "contoso:clu02"), "1", "short");

        assertThat(statement(leaf)).isInstanceOf(Statement.Other.class);
    }

    private static Leaf answer(String number, String message) {
        return answer(Map.of(), number, message);
    }

    private static Leaf answer(Map<String, String> changed, String number, String message) {
        SortedMap<String, String> attributes = SampleEvents.attributes("gate-1", 2);
        attributes.put("type", "lockstep.validation.gate-answered.v1");
        attributes.put("source", "/lockstep/validation-service");
        attributes.putAll(changed);
        return LedgerEntry.of(new CloudEvent(attributes, """
                        {"cluster":"contoso:clu01","gate":"55a54008-ad1b-3589-aa21-0d2629c1df41",
                         "rollout":"55a54008-ad1b-3589-aa21-0d2629c1df41","step":"setup-e2k3-n1",
                         "versions":{"organization":1,"cluster":2},"catalogueVersion":"1","catalogueHash":"00",
                         "evaluatedAt":"2026-03-01T08:30:00Z","open":false,
                         "results":[{"requirement":"NODE-DISK-01","stage":"NODE","subject":"Disk 1","verdict":"FAIL",
                           "severity":"REQUIRED","title":"Offset","message":"%s","source":"1.1","remedy":"Align it",
                           "facts":[{"path":"/disks/Disk 1/partitions","value":{"offsetKB":%s},"howToCollect":"diskpart"}]}]}
                        """.formatted(message, number)))
                .leaf();
    }

    private static Statement statement(Leaf leaf) {
        byte[] content = leaf.toBytes();
        return CertificateReplay.statement(
                EntryHead.read(content),
                content,
                leaf.detached() == null ? null : leaf.detached().getBytes(StandardCharsets.UTF_8));
    }
}
