package dev.lockstep.orchestration.histories;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.contracts.ContractJson;
import dev.lockstep.contracts.orchestration.RolloutEvent;
import dev.lockstep.orchestration.rollout.Rollout;
import dev.lockstep.orchestration.rollout.RolloutDecider;
import dev.lockstep.orchestration.rollout.RolloutSnapshots;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** States of rollouts as they are kept, at many places of every recorded history. */
class RolloutSnapshotsTest {

    private static final Path HISTORIES = Path.of("src/test/resources/histories");
    private static final Path RECORDED = HISTORIES.resolve("states.txt");
    /** No divisor of what a step has in events, so that every kind of place comes up. */
    private static final int EVERY = 7;

    private static final ObjectMapper JSON = ContractJson.mapper();

    private final RolloutDecider decider = new RolloutDecider();

    /** What is done with a state on the way. */
    private interface Place {
        void at(Rollout state) throws IOException;
    }

    @Test
    void whatIsKeptIsReadAsWhatItWas() throws IOException {
        walk(state -> assertThat(JSON.readValue(JSON.writeValueAsString(state), Rollout.class))
                .isEqualTo(state));
    }

    /**
     * Kept states of an older program must not be used once they would be other states now. When this fails and the states are meant to
     * differ, raise {@link RolloutSnapshots#VERSION} and record them with {@code -Dlockstep.approve=true}.
     */
    @Test
    void aChangedStateHasAnotherVersion() throws IOException, NoSuchAlgorithmException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        walk(state -> digest.update(canonical(state).getBytes(StandardCharsets.UTF_8)));
        String now = "version %d %s"
                .formatted(RolloutSnapshots.VERSION, HexFormat.of().formatHex(digest.digest()));

        if (Boolean.getBoolean("lockstep.approve")) {
            String before = Files.exists(RECORDED) ? Files.readString(RECORDED).strip() : "";
            assertThat(before.equals(now) || !before.startsWith("version " + RolloutSnapshots.VERSION + " "))
                    .as("the states differ, so does the version")
                    .isTrue();
            Files.writeString(RECORDED, now + "\n");
        }
        assertThat(now).isEqualTo(Files.readString(RECORDED).strip());
    }

    /** Sets have no order of their own. */
    private static String canonical(Rollout state) {
        ObjectNode tree = JSON.valueToTree(state);
        sort(tree, "skipped");
        if (tree.path("current") instanceof ObjectNode current) {
            sort(current, "attestedBy");
        }
        return tree.toString();
    }

    private static void sort(ObjectNode object, String member) {
        List<String> texts =
                object.path(member).valueStream().map(JsonNode::asText).sorted().toList();
        object.set(member, JSON.valueToTree(texts));
    }

    private void walk(Place place) throws IOException {
        List<Path> histories;
        try (Stream<Path> files = Files.list(HISTORIES)) {
            histories = files.filter(file -> file.toString().endsWith(".history"))
                    .sorted()
                    .toList();
        }
        assertThat(histories).hasSizeGreaterThan(5);
        for (Path history : histories) {
            Rollout state = decider.initial();
            int events = 0;
            for (RolloutEvent event : RecordedHistory.events(Files.readAllLines(history))) {
                state = decider.evolve(state, event);
                if (++events % EVERY == 0) {
                    place.at(state);
                }
            }
            place.at(state);
        }
    }
}
