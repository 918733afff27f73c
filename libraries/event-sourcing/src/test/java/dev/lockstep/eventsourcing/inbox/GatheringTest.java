package dev.lockstep.eventsourcing.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class GatheringTest {

    private static final TopicPartition ONE = new TopicPartition("lockstep.test", 1);
    private static final TopicPartition TWO = new TopicPartition("lockstep.test", 2);
    private static final long LONGEST = TimeUnit.MILLISECONDS.toNanos(Gathering.LONGEST_MILLIS);
    private static final Duration POLL = Duration.ofMillis(200);

    private final Gathering gathering =
            new Gathering(record -> new String(record.value(), StandardCharsets.UTF_8).equals("awaited"));

    @Test
    void whatNobodyWaitsForIsDueAllTogetherAfterAMoment() {
        gathering.add(records(ONE, 0, "other", 3), 10);
        gathering.add(records(TWO, 7, "other", 1), 20);
        gathering.add(records(ONE, 3, "other", 2), LONGEST);

        assertThat(gathering.due(LONGEST + 9).count()).isZero();
        assertThat(gathering.size()).isEqualTo(6);
        ConsumerRecords<String, byte[]> due = gathering.due(LONGEST + 10);

        assertThat(due.records(ONE)).extracting(ConsumerRecord::offset).containsExactly(0L, 1L, 2L, 3L, 4L);
        assertThat(due.records(TWO)).extracting(ConsumerRecord::offset).containsExactly(7L);
        assertThat(due.nextOffsets()).isEqualTo(Map.of(ONE, new OffsetAndMetadata(5), TWO, new OffsetAndMetadata(8)));
        assertThat(gathering.size()).isZero();
        assertThat(gathering.due(LONGEST * 9).count()).isZero();
    }

    @Test
    void oneThatIsAwaitedBringsTheOthersAlongAtOnce() {
        gathering.add(records(ONE, 0, "other", 3), 1);
        gathering.add(records(ONE, 3, "awaited", 1), 2);

        assertThat(gathering.due(2).records(ONE))
                .extracting(ConsumerRecord::offset)
                .containsExactly(0L, 1L, 2L, 3L);

        gathering.add(records(ONE, 4, "other", 1), 3);
        assertThat(gathering.due(3).count()).as("the hurry is over").isZero();
    }

    @Test
    void manyAreDueAtOnce() {
        gathering.add(records(ONE, 0, "other", Gathering.MOST - 1), 1);
        assertThat(gathering.due(2).count()).isZero();

        gathering.add(records(TWO, 0, "other", 1), 2);

        assertThat(gathering.due(2).count()).isEqualTo(Gathering.MOST);
    }

    @Test
    void theNextPollWaitsNoLongerThanUntilTheyAreDue() {
        assertThat(gathering.patience(POLL, 5)).isEqualTo(POLL);

        gathering.add(records(ONE, 0, "other", 1), 10);

        assertThat(gathering.patience(POLL, 10)).isEqualTo(Duration.ofNanos(LONGEST));
        assertThat(gathering.patience(POLL, 10 + LONGEST / 2)).isEqualTo(Duration.ofNanos(LONGEST - LONGEST / 2));
        assertThat(gathering.patience(POLL, LONGEST * 3)).isZero();
        assertThat(gathering.patience(Duration.ofMillis(1), 10)).isEqualTo(Duration.ofMillis(1));
    }

    @Test
    void whatAnotherReplicaReadsFromNowOnIsForgotten() {
        gathering.add(records(ONE, 0, "other", 3), 1);
        gathering.add(records(TWO, 0, "other", 2), 1);

        gathering.forget(List.of(ONE));
        ConsumerRecords<String, byte[]> due = gathering.due(LONGEST * 2);

        assertThat(due.partitions()).containsExactly(TWO);
        assertThat(due.nextOffsets()).containsOnlyKeys(TWO);
    }

    @Test
    void aPollWithoutRecordsChangesNoMoment() {
        gathering.add(ConsumerRecords.empty(), 1);
        gathering.add(records(ONE, 0, "other", 1), LONGEST * 5);

        assertThat(gathering.due(LONGEST * 5 + 1).count()).isZero();
        assertThat(gathering.due(LONGEST * 6).count()).isEqualTo(1);
    }

    private static ConsumerRecords<String, byte[]> records(
            TopicPartition partition, long first, String value, int count) {
        List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
        for (long offset = first; offset < first + count; offset++) {
            records.add(new ConsumerRecord<>(
                    partition.topic(), partition.partition(), offset, "key", value.getBytes(StandardCharsets.UTF_8)));
        }
        return new ConsumerRecords<>(
                Map.of(partition, records), Map.of(partition, new OffsetAndMetadata(first + count)));
    }
}
