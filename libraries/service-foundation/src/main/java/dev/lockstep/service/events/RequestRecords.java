package dev.lockstep.service.events;

import dev.lockstep.access.AccessDecision;
import dev.lockstep.access.AccessPolicy;
import dev.lockstep.access.DecidedRequest;
import dev.lockstep.access.DecisionListener;
import dev.lockstep.access.Policies;
import dev.lockstep.access.Principal;
import dev.lockstep.access.Target;
import dev.lockstep.contracts.Problem;
import dev.lockstep.contracts.platform.PlatformEvent;
import dev.lockstep.contracts.platform.PlatformEvent.AccessDecided;
import dev.lockstep.contracts.platform.PlatformEvent.ActRefused;
import dev.lockstep.contracts.platform.PlatformEvent.HistoryRead;
import dev.lockstep.eventsourcing.DuplicateEventException;
import dev.lockstep.eventsourcing.EventIds;
import dev.lockstep.eventsourcing.EventMetadata;
import dev.lockstep.eventsourcing.EventStore;
import dev.lockstep.eventsourcing.EventStoreException;
import dev.lockstep.eventsourcing.NewEvent;
import dev.lockstep.eventsourcing.StreamAppend;
import dev.lockstep.eventsourcing.StreamId;
import dev.lockstep.service.http.Correlation;
import dev.lockstep.service.http.InvalidRequestException;
import dev.lockstep.service.http.RequestContext;
import dev.lockstep.service.http.WholeText;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * What the log is to have of the request that is being served, before it is answered: the decisions on one that would change state, refusals
 * included, and its refusal because of what is recorded; and one that reads the history. They wait here until the request appends something, and go into that transaction ({@link RecordingEventStore}); what then
 * still waits is written by itself, and without it there is no answer ({@link RecordingFilter}). They stand in a stream of the request's own:
 * nobody waits for another's lock.
 *
 * <p>Not recorded: requests without an account, and under a policy of {@link AccessPolicy.Recorded#EFFECTS} what was permitted and led
 * to no event.
 */
@RequestScoped
public class RequestRecords implements DecisionListener {

    private static final ContractCodec<PlatformEvent> CODEC = new ContractCodec<>(PlatformEvent.class);
    private static final Logger LOG = Logger.getLogger(RequestRecords.class);
    private static final int LONGEST_PATH = 500;
    private static final int LONGEST_DETAIL = 1_000;

    private final EventStore store;
    private final ServiceIdentity service;
    private final Clock clock;
    private final Correlation correlation;
    private final Supplier<UUID> command;
    private final UUID id = UUID.randomUUID();
    private final StreamId stream = new StreamId("access", id.toString());
    private final List<NewEvent> waiting = new ArrayList<>();
    private boolean routine = true;
    private @Nullable DecidedRequest permitted;
    private @Nullable DecidedRequest reading;
    private long version;

    @Inject
    RequestRecords(
            EventStore store, ServiceIdentity service, Clock clock, Correlation correlation, RequestContext context) {
        this(store, service, clock, correlation, context::commandId);
    }

    /** @param command the id of the request's command */
    RequestRecords(
            EventStore store, ServiceIdentity service, Clock clock, Correlation correlation, Supplier<UUID> command) {
        this.store = store;
        this.service = service;
        this.clock = clock;
        this.correlation = correlation;
        this.command = command;
    }

    @Override
    public void decided(DecidedRequest request) {
        Principal principal = request.principal();
        AccessDecision decision = request.decision();
        if (principal == null || decision == null) {
            return;
        }
        if (recorded(request.policy()) == AccessPolicy.Recorded.READS) {
            reading = request;
            return;
        }
        routine &= decision instanceof AccessDecision.Permitted
                && recorded(request.policy()) == AccessPolicy.Recorded.EFFECTS;
        permitted = decision instanceof AccessDecision.Permitted ? request : null;
        add(principal, event(request, principal, decision));
    }

    /**
     * The request is about to be answered; only one that reads the history is recorded for that.
     *
     * @param query what was asked besides the path, or null
     * @param answered how many things are in the answer
     */
    void answered(@Nullable String query, int status, long answered) {
        DecidedRequest request = reading;
        reading = null;
        if (request != null && request.principal() != null && request.decision() != null) {
            routine = false;
            add(
                    request.principal(),
                    new HistoryRead(
                            service.name(),
                            String.valueOf(request.policy()),
                            whole(request.path(), LONGEST_PATH),
                            query == null ? null : whole(query, LONGEST_DETAIL),
                            request.principal().toAuthority(),
                            outcome(request.decision()),
                            status,
                            answered,
                            now()));
        }
    }

    /** What was permitted is answered with a problem, because of what is recorded. */
    void refused(Problem problem) {
        DecidedRequest request = permitted;
        if (request != null && request.principal() != null) {
            routine = false;
            add(request.principal(), event(request, request.principal(), problem));
        }
    }

    private static AccessPolicy.Recorded recorded(@Nullable String policy) {
        return Optional.ofNullable(policy)
                .flatMap(Policies::named)
                .map(AccessPolicy::recorded)
                .orElse(AccessPolicy.Recorded.DECISIONS);
    }

    private AccessDecided event(DecidedRequest request, Principal principal, AccessDecision decision) {
        Target target = request.target();
        return new AccessDecided(
                service.name(),
                request.policy(),
                request.method(),
                whole(request.path(), LONGEST_PATH),
                principal.toAuthority(),
                target == null ? null : target.site(),
                organization(target),
                outcome(decision),
                decision instanceof AccessDecision.Denied denied ? denied.anyOf() : List.of(),
                now());
    }

    private ActRefused event(DecidedRequest request, Principal principal, Problem problem) {
        Target target = request.target();
        return new ActRefused(
                service.name(),
                request.policy(),
                request.method(),
                whole(request.path(), LONGEST_PATH),
                principal.toAuthority(),
                target == null ? null : target.site(),
                organization(target),
                problem.status(),
                problem.type()
                        .substring(problem.type().startsWith(Problem.TYPE_PREFIX) ? Problem.TYPE_PREFIX.length() : 0),
                whole(problem.detail(), LONGEST_DETAIL),
                now());
    }

    private static String outcome(AccessDecision decision) {
        return switch (decision) {
            case AccessDecision.Permitted _ -> "permitted";
            case AccessDecision.Denied denied -> denied.reason().code();
        };
    }

    private static @Nullable String organization(@Nullable Target target) {
        return target == null || target.organization() == null
                ? null
                : target.organization().value();
    }

    private void add(Principal by, PlatformEvent event) {
        String actor = by.name().isBlank() ? by.subject() : by.name();
        waiting.add(new NewEvent(
                EventIds.ofCommand(id, stream, Math.toIntExact(version + waiting.size())),
                CODEC.typeOf(event),
                CODEC.encode(event),
                new EventMetadata(
                        whole(actor, LONGEST_PATH), correlation.id(), causation(), event.partitionKey(), now())));
    }

    /** The request's command, as the events of the act have it; the request itself when its key is no good and there will be no act. */
    private UUID causation() {
        try {
            return command.get();
        } catch (InvalidRequestException noKey) {
            return id;
        }
    }

    /** What waits to be written, in one append; empty when nothing does. */
    Optional<StreamAppend> waiting() {
        return waiting.isEmpty() ? Optional.empty() : Optional.of(new StreamAppend(stream, version, waiting));
    }

    /** Says that what waited is committed. */
    void written() {
        version += waiting.size();
        waiting.clear();
    }

    /**
     * Writes what waits, in a transaction of its own. For an act whose effect is no event: it calls this first.
     *
     * @throws EventStoreException when it cannot be written; then the act must not be done
     */
    public void write() {
        Optional<StreamAppend> due = waiting();
        written();
        due.ifPresent(append -> {
            try {
                // Only this request writes to its stream: a conflict says that it is there, and only the answer to that
                // was lost.
                store.append(List.of(append));
            } catch (DuplicateEventException there) {
                LOG.debugf("recorded already stream=%s", stream);
            }
        });
    }

    /** Writes what waits and has to be there whether or not anything happened; the request is about to be answered. */
    void writeBeforeTheAnswer() {
        if (routine) {
            waiting.clear();
        }
        write();
    }

    /** The beginning of a text, fit to be kept. */
    private static String whole(String text, int most) {
        return text.codePoints()
                .limit(most)
                .map(character -> WholeText.is(Character.toString(character)) ? character : '?')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
