package dev.lockstep.service.events;

import dev.lockstep.access.AccessDecision;
import dev.lockstep.access.DecidedRequest;
import dev.lockstep.access.DecisionListener;
import dev.lockstep.access.Policies;
import dev.lockstep.access.Principal;
import dev.lockstep.access.Role;
import dev.lockstep.access.Target;
import dev.lockstep.contracts.platform.PlatformEvent;
import dev.lockstep.contracts.platform.PlatformEvent.AccessDecided;
import dev.lockstep.contracts.platform.PlatformEvent.AccessDecisionsLost;
import dev.lockstep.eventsourcing.CommandMetadata;
import dev.lockstep.eventsourcing.EventStore;
import dev.lockstep.eventsourcing.StreamId;
import dev.lockstep.service.http.WholeText;
import dev.lockstep.service.work.BackgroundTask;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Records the decisions on requests that would change state as events, refusals included. Requests never wait for it: decisions are kept in
 * a queue and written together, those that find it full are counted, and the count is recorded. A service that dies loses what is in the
 * queue, a fraction of a second of decisions; what was done under them is recorded with its own authority.
 *
 * <p>Not recorded: requests without an account, which anybody could send without end, and what runners are permitted, which they ask for
 * several times a second.
 */
@Singleton
class AccessDecisionRecorder implements DecisionListener, BackgroundTask {

    static final int MOST_WAITING = 2_000;

    private static final int BATCH = 200;
    private static final int LONGEST_PATH = 500;
    private static final Duration IDLE = Duration.ofMillis(200);
    private static final StreamWriter<PlatformEvent> WRITER =
            new StreamWriter<>(new ContractCodec<>(PlatformEvent.class));

    private final EventStore store;
    private final ServiceIdentity service;
    private final Clock clock;
    private final BlockingQueue<AccessDecided> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final AtomicLong lost = new AtomicLong();

    @Inject
    AccessDecisionRecorder(EventStore store, ServiceIdentity service, Clock clock) {
        this.store = store;
        this.service = service;
        this.clock = clock;
    }

    @Override
    public void decided(DecidedRequest request) {
        Principal principal = request.principal();
        AccessDecision decision = request.decision();
        if (principal == null || decision == null || isRoutine(request, decision)) {
            return;
        }
        if (!waiting.offer(event(request, principal, decision))) {
            lost.incrementAndGet();
        }
    }

    private static boolean isRoutine(DecidedRequest request, AccessDecision decision) {
        return decision instanceof AccessDecision.Permitted
                && request.policy() != null
                && Policies.named(request.policy())
                        .filter(policy -> policy.roles().equals(Set.of(Role.RUNNER)))
                        .isPresent();
    }

    private AccessDecided event(DecidedRequest request, Principal principal, AccessDecision decision) {
        Target target = request.target();
        return new AccessDecided(
                service.name(),
                request.policy(),
                request.method(),
                path(request.path()),
                principal.toAuthority(),
                target == null ? null : target.site(),
                organization(target),
                switch (decision) {
                    case AccessDecision.Permitted _ -> "permitted";
                    case AccessDecision.Denied denied -> denied.reason().code();
                },
                decision instanceof AccessDecision.Denied denied ? denied.anyOf() : List.of(),
                now());
    }

    private static @Nullable String organization(@Nullable Target target) {
        return target == null || target.organization() == null
                ? null
                : target.organization().value();
    }

    private static String path(String path) {
        return path.codePoints()
                .limit(LONGEST_PATH)
                .map(character -> WholeText.is(Character.toString(character)) ? character : '?')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    @Override
    public String name() {
        return "access-decisions";
    }

    @Override
    public Duration idle() {
        return IDLE;
    }

    @Override
    public int work() {
        List<AccessDecided> decided = new ArrayList<>(BATCH);
        waiting.drainTo(decided, BATCH);
        long missing = lost.getAndSet(0);
        List<PlatformEvent> events = new ArrayList<>(decided);
        if (missing > 0) {
            events.add(new AccessDecisionsLost(service.name(), missing, now()));
        }
        if (events.isEmpty()) {
            return 0;
        }
        try {
            append(events);
        } catch (RuntimeException e) {
            giveBack(decided, missing);
            throw e;
        }
        return events.size();
    }

    /** Each batch is a stream of its own: nobody waits for another's lock. */
    private void append(List<PlatformEvent> events) {
        UUID batch = UUID.randomUUID();
        StreamId stream = new StreamId("access", batch.toString());
        CommandMetadata metadata =
                CommandMetadata.first(batch, service.name() + "-service", PlatformEvent.PARTITION_KEY, now());
        store.transact(Set.of(stream), transaction -> {
            WRITER.append(transaction, stream, 0, events, metadata);
            return true;
        });
    }

    private void giveBack(List<AccessDecided> decided, long missing) {
        lost.addAndGet(
                missing + decided.stream().filter(each -> !waiting.offer(each)).count());
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
