package dev.lockstep.service.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.access.TokenRefusal;
import dev.lockstep.contracts.platform.PlatformEvent;
import dev.lockstep.contracts.platform.PlatformEvent.RefusedTokens;
import dev.lockstep.contracts.platform.PlatformEvent.TokensRefused;
import dev.lockstep.eventsourcing.EventCursor;
import dev.lockstep.eventsourcing.EventStore;
import dev.lockstep.eventsourcing.EventStoreException;
import dev.lockstep.eventsourcing.memory.InMemoryEventStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class RefusedTokenCountTest {

    private static final Instant START = Instant.parse("2026-01-01T12:00:00Z");

    private final ContractCodec<PlatformEvent> codec = new ContractCodec<>(PlatformEvent.class);
    private final InMemoryEventStore log = new InMemoryEventStore();
    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    private final RefusedTokenCount count = counting(log);

    private RefusedTokenCount counting(EventStore into) {
        return new RefusedTokenCount(into, new ServiceIdentity("inventory"), new Clock() {
            @Override
            public Instant instant() {
                return now.get();
            }

            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                throw new UnsupportedOperationException();
            }
        });
    }

    private List<TokensRefused> recorded() {
        return log.log().read(EventCursor.START, 1_000).stream()
                .map(event -> (TokensRefused) codec.decode(event.type(), event.data()))
                .toList();
    }

    @Test
    void theFirstIsRecordedSoonAndTheRestOfTheMinuteTogether() {
        count.refused("10.0.0.1", TokenRefusal.EXPIRED);
        assertThat(count.work()).isEqualTo(1);
        for (int i = 0; i < 1_000; i++) {
            now.set(START.plusMillis(i));
            count.refused("10.0.0.1", TokenRefusal.FORGED);
            count.refused("10.0.1.2", TokenRefusal.WRONG_AUDIENCE);
            assertThat(count.work()).isZero();
        }
        now.set(START.plus(RefusedTokenCount.INTERVAL));
        assertThat(count.work()).isEqualTo(1);
        assertThat(count.work()).isZero();

        assertThat(recorded())
                .containsExactly(
                        new TokensRefused(
                                "inventory", START, START, List.of(new RefusedTokens("10.0.0.0/24", "expired", 1))),
                        new TokensRefused(
                                "inventory",
                                START,
                                START.plusMillis(999),
                                List.of(
                                        new RefusedTokens("10.0.0.0/24", "forged", 1_000),
                                        new RefusedTokens("10.0.1.0/24", "wrong-audience", 1_000))));
    }

    @Test
    void manySourcesDoNotMakeALongEntry() {
        for (int i = 0; i < 10_000; i++) {
            count.refused("10.%d.%d.1".formatted(i / 256, i % 256), TokenRefusal.FORGED);
        }
        count.work();

        assertThat(recorded())
                .singleElement()
                .satisfies(event -> assertThat(event.refusals())
                        .hasSize(RefusedTokenCount.MOST_SOURCES + 1)
                        .last()
                        .isEqualTo(new RefusedTokens("others", "forged", 10_000 - RefusedTokenCount.MOST_SOURCES)));
    }

    @Test
    void whatCouldNotBeWrittenIsWrittenLater() {
        UnreachableStore store = new UnreachableStore(log);
        RefusedTokenCount troubled = counting(store);
        troubled.refused("10.0.0.1", TokenRefusal.EXPIRED);
        assertThatThrownBy(troubled::work).isInstanceOf(EventStoreException.class);
        store.comeBack();
        now.set(START.plus(Duration.ofSeconds(1)));
        troubled.refused("10.0.0.1", TokenRefusal.EXPIRED);

        assertThat(troubled.work()).isEqualTo(1);

        assertThat(recorded())
                .containsExactly(new TokensRefused(
                        "inventory",
                        START,
                        START.plusSeconds(1),
                        List.of(new RefusedTokens("10.0.0.0/24", "expired", 2))));
    }
}
