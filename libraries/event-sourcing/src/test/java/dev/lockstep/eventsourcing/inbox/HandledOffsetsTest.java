package dev.lockstep.eventsourcing.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class HandledOffsetsTest {

    private static final TopicPartition ONE = new TopicPartition("lockstep.test", 1);
    private static final TopicPartition TWO = new TopicPartition("lockstep.test", 2);

    private final MockConsumer<String, byte[]> consumer = new MockConsumer<>("earliest");
    private final List<TopicPartition> given = new ArrayList<>();
    private final HandledOffsets handled = new HandledOffsets(consumer, given::addAll);

    @Test
    void whatWasHandledIsCommittedBeforeThePartitionsGoToAnother() {
        consumer.assign(List.of(ONE, TWO));
        for (long offset = 0; offset < 100; offset++) {
            handled.add(records(ONE, offset));
            handled.add(records(TWO, 2 * offset));
        }

        handled.onPartitionsRevoked(List.of(ONE, TWO));

        assertThat(consumer.committed(Set.of(ONE, TWO)))
                .isEqualTo(Map.of(ONE, new OffsetAndMetadata(100), TWO, new OffsetAndMetadata(199)));
        assertThat(given).containsExactly(ONE, TWO);
    }

    @Test
    void parkedKeysStandBesideTheOffsetsAsLongAsThereAreAny() {
        consumer.assign(List.of(ONE, TWO));
        consumer.commitSync(Map.of(TWO, new OffsetAndMetadata(9)));
        handled.onPartitionsAssigned(List.of(ONE, TWO));
        handled.add(records(ONE, 6));

        handled.parked(3);
        handled.onPartitionsRevoked(List.of());

        assertThat(consumer.committed(Set.of(ONE, TWO)))
                .isEqualTo(
                        Map.of(ONE, new OffsetAndMetadata(7, "parked=3"), TWO, new OffsetAndMetadata(9, "parked=3")));

        handled.parked(0);
        handled.onPartitionsRevoked(List.of());

        assertThat(consumer.committed(Set.of(ONE, TWO)))
                .isEqualTo(Map.of(ONE, new OffsetAndMetadata(7), TWO, new OffsetAndMetadata(9)));
    }

    @Test
    void whatWasPolledAndNotHandledIsNotCommittedForTheSakeOfTheMark() {
        consumer.assign(List.of(ONE));
        consumer.updateBeginningOffsets(Map.of(ONE, 0L));
        handled.onPartitionsAssigned(List.of(ONE));
        consumer.seek(ONE, 50);

        handled.parked(3);
        handled.onPartitionsRevoked(List.of());
        assertThat(consumer.committed(Set.of(ONE)).get(ONE)).isNull();

        handled.add(records(ONE, 6));
        handled.parked(4);
        handled.onPartitionsRevoked(List.of());
        assertThat(consumer.committed(Set.of(ONE))).isEqualTo(Map.of(ONE, new OffsetAndMetadata(7, "parked=4")));
    }

    @Test
    void whatIsNoMarkSaysNothingOfParkedKeys() {
        assertThat(ParkedMark.keys(new OffsetAndMetadata(1, "parked=x"))).isZero();
        assertThat(ParkedMark.keys(new OffsetAndMetadata(1, "parked=12"))).isEqualTo(12);
    }

    private static ConsumerRecords<String, byte[]> records(TopicPartition partition, long offset) {
        return new ConsumerRecords<>(
                Map.of(
                        partition,
                        List.of(new ConsumerRecord<>(
                                partition.topic(), partition.partition(), offset, "key", new byte[0]))),
                Map.of(partition, new OffsetAndMetadata(offset + 1)));
    }
}
