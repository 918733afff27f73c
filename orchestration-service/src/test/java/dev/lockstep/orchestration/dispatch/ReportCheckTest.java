package dev.lockstep.orchestration.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.lockstep.contracts.inventory.DocumentKind;
import dev.lockstep.contracts.inventory.FactPath;
import dev.lockstep.contracts.inventory.ObservedFact;
import dev.lockstep.contracts.work.TaskOutcome;
import dev.lockstep.contracts.work.TaskResult;
import dev.lockstep.contracts.work.TaskResult.ListedCollection;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReportCheckTest {

    private static final ObservedFact UP = seen("/nodes/N1/nodeState", TextNode.valueOf("UP"));

    private static ObservedFact seen(String path, JsonNode value) {
        return new ObservedFact(DocumentKind.CLUSTER, FactPath.parse(path), value, "cluster node /status");
    }

    private static TaskResult report(List<ObservedFact> facts, String... listed) {
        return new TaskResult(
                1,
                TaskOutcome.FINISHED,
                null,
                facts,
                List.of(listed).stream()
                        .map(path -> new ListedCollection(DocumentKind.CLUSTER, FactPath.parse(path)))
                        .toList(),
                null,
                Instant.EPOCH,
                Instant.EPOCH);
    }

    @Test
    void whatTheRunnersToolsShowMayBePublished() {
        TaskResult report =
                report(List.of(UP, seen("/nodes/N1/name", TextNode.valueOf("N1"))), "/groups", "/groups/*/resources");

        assertThat(ReportCheck.mistake(report)).isEmpty();
    }

    @Test
    void factThatIsNotDeclaredIsNamed() {
        assertThat(ReportCheck.mistake(report(List.of(UP, seen("/nodes/N1/mood", TextNode.valueOf("good"))))))
                .hasValueSatisfying(mistake ->
                        assertThat(mistake).contains("/nodes/N1/mood").contains("no fact is declared"));
    }

    @Test
    void valueThatIsNotAllowedIsNamed() {
        assertThat(ReportCheck.mistake(report(List.of(seen("/nodes/N1/nodeState", IntNode.valueOf(7))))))
                .hasValueSatisfying(mistake -> assertThat(mistake).contains("/nodes/N1/nodeState"));
    }

    @Test
    void objectKeepsItsName() {
        assertThat(ReportCheck.mistake(report(List.of(seen("/nodes/N1/name", TextNode.valueOf("N2"))))))
                .hasValueSatisfying(mistake -> assertThat(mistake).contains("another name"));
    }

    @Test
    void listOfWhatIsNoCollectionIsNamed() {
        assertThat(ReportCheck.mistake(report(List.of(UP), "/moods")))
                .hasValueSatisfying(mistake -> assertThat(mistake).contains("/moods"));
    }

    @Test
    void reportThatFitsNoEventIsTooLarge() {
        String name = "x".repeat(200);
        List<ObservedFact> many = IntStream.range(0, 4_000)
                .mapToObj(i -> seen("/nodes/%s%d/nodeState".formatted(name, i), TextNode.valueOf("UP")))
                .toList();

        assertThat(ReportCheck.mistake(report(many)))
                .hasValueSatisfying(mistake -> assertThat(mistake).contains("larger than"));
    }
}
