package dev.lockstep.service.events;

import dev.lockstep.access.RefusedTokenListener;
import dev.lockstep.access.TokenRefusal;
import dev.lockstep.contracts.platform.PlatformEvent;
import dev.lockstep.contracts.platform.PlatformEvent.RefusedTokens;
import dev.lockstep.contracts.platform.PlatformEvent.TokensRefused;
import dev.lockstep.eventsourcing.CommandMetadata;
import dev.lockstep.eventsourcing.EventStore;
import dev.lockstep.eventsourcing.StreamId;
import dev.lockstep.service.http.Network;
import dev.lockstep.service.work.BackgroundTask;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Records refused tokens as counts by the network that they came from and reason, one event a minute at most, whatever anybody sends. The first after a calm minute
 * is recorded within a second. A service that is killed loses the counts of the minute.
 */
@Singleton
class RefusedTokenCount implements RefusedTokenListener, BackgroundTask {

    static final int MOST_SOURCES = 50;
    static final Duration INTERVAL = Duration.ofMinutes(1);

    private static final String OTHERS = "others";
    private static final Duration IDLE = Duration.ofSeconds(1);
    private static final StreamWriter<PlatformEvent> WRITER =
            new StreamWriter<>(new ContractCodec<>(PlatformEvent.class));

    private final EventStore store;
    private final ServiceIdentity service;
    private final Clock clock;
    private final Map<Kind, Long> counts = new LinkedHashMap<>();
    private final Set<String> sources = new HashSet<>();
    private @Nullable Instant first;
    private Instant last = Instant.EPOCH;
    private volatile Instant due = Instant.EPOCH;

    private record Kind(String source, String reason) {}

    @Inject
    RefusedTokenCount(EventStore store, ServiceIdentity service, Clock clock) {
        this.store = store;
        this.service = service;
        this.clock = clock;
    }

    @Override
    public synchronized void refused(String source, TokenRefusal why) {
        Instant now = now();
        add(Network.of(source), why.code(), 1, now, now);
    }

    private void add(String source, String reason, long count, Instant from, Instant until) {
        boolean named = sources.contains(source) || sources.size() < MOST_SOURCES;
        if (named) {
            sources.add(source);
        }
        counts.merge(new Kind(named ? source : OTHERS, reason), count, Long::sum);
        first = first == null || from.isBefore(first) ? from : first;
        last = until.isAfter(last) ? until : last;
    }

    @Override
    public String name() {
        return "refused-tokens";
    }

    @Override
    public Duration idle() {
        return IDLE;
    }

    @Override
    public int work() {
        return now().isBefore(due) ? 0 : write();
    }

    void stop(@Observes ShutdownEvent stopping) {
        write();
    }

    private int write() {
        Optional<TokensRefused> taken = take();
        taken.ifPresent(refused -> {
            try {
                append(refused);
            } catch (RuntimeException e) {
                giveBack(refused);
                throw e;
            }
            due = now().plus(INTERVAL);
        });
        return taken.isPresent() ? 1 : 0;
    }

    private synchronized Optional<TokensRefused> take() {
        Optional<TokensRefused> taken = Optional.ofNullable(first)
                .map(from -> new TokensRefused(
                        service.name(),
                        from,
                        last,
                        counts.entrySet().stream()
                                .map(count -> new RefusedTokens(
                                        count.getKey().source(), count.getKey().reason(), count.getValue()))
                                .toList()));
        counts.clear();
        sources.clear();
        first = null;
        return taken;
    }

    private synchronized void giveBack(TokensRefused taken) {
        taken.refusals()
                .forEach(refused ->
                        add(refused.source(), refused.reason(), refused.count(), taken.from(), taken.until()));
    }

    private void append(TokensRefused event) {
        UUID id = UUID.randomUUID();
        StreamId stream = new StreamId("access", id.toString());
        CommandMetadata metadata =
                CommandMetadata.first(id, service.name() + "-service", PlatformEvent.PARTITION_KEY, now());
        store.transact(Set.of(stream), transaction -> {
            WRITER.append(transaction, stream, 0, List.of(event), metadata);
            return true;
        });
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
