package dev.lockstep.audit.identity;

import dev.lockstep.audit.identity.IdentityActTable.Reading;
import dev.lockstep.audit.identity.KeycloakRecords.Page;
import dev.lockstep.audit.identity.KeycloakRecords.Source;
import dev.lockstep.audit.identity.KeycloakRecords.UnreadableException;
import dev.lockstep.audit.ledger.DatabaseException;
import dev.lockstep.audit.publication.LastingTrouble;
import dev.lockstep.contracts.platform.PlatformEvent;
import dev.lockstep.contracts.platform.PlatformEvent.IdentityActRecorded;
import dev.lockstep.contracts.platform.PlatformEvent.IdentityFailures;
import dev.lockstep.contracts.platform.PlatformEvent.IdentityFailuresRecorded;
import dev.lockstep.eventsourcing.CommandMetadata;
import dev.lockstep.eventsourcing.EventStore;
import dev.lockstep.eventsourcing.EventStoreException;
import dev.lockstep.eventsourcing.EventTransaction;
import dev.lockstep.eventsourcing.StreamId;
import dev.lockstep.service.events.ContractCodec;
import dev.lockstep.service.events.ServiceIdentity;
import dev.lockstep.service.events.StreamWriter;
import dev.lockstep.service.work.BackgroundTask;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Takes over into the history what the identity provider records, each record once: what a replica has noted in the transaction that appends
 * it, no other appends. Keycloak orders by a time that it takes before it commits; therefore the last minutes are always read again. What it
 * had recorded before the first look, and still keeps, is taken over too. Failed requests of nobody known are counted and written together;
 * and while much of what this service wrote has not become entries, nothing is taken over.
 */
@Singleton
class IdentityHistory implements BackgroundTask {

    static final Duration READ_AGAIN = Duration.ofMinutes(5);

    private static final Logger LOG = Logger.getLogger(IdentityHistory.class);
    private static final int PAGE = 100;
    private static final Duration REMEMBERED = READ_AGAIN.multipliedBy(12);
    private static final String ACTOR = "audit-service";
    private static final StreamWriter<PlatformEvent> WRITER =
            new StreamWriter<>(new ContractCodec<>(PlatformEvent.class));

    /** Its lock is that of taking over: replicas do not meet in the middle. Nothing is written to it. */
    private static final StreamId TAKING_OVER = new StreamId("identity", "taking-over");

    private final EventStore store;
    private final DataSource database;
    private final Clock clock;
    private final String source;
    private final Duration interval;
    private final @Nullable KeycloakRecords records;
    private final LastingTrouble trouble = new LastingTrouble();

    /**
     * @param realm the realm's address; without one nothing is taken over
     * @param client the client that may read the realm's records
     * @param secret its secret; without one nothing is taken over
     * @param interval how long it rests when there was nothing new
     */
    @Inject
    IdentityHistory(
            EventStore store,
            DataSource database,
            Clock clock,
            ServiceIdentity service,
            @ConfigProperty(name = "lockstep.audit.identity.realm") Optional<String> realm,
            @ConfigProperty(name = "lockstep.audit.identity.client") String client,
            @ConfigProperty(name = "lockstep.audit.identity.secret") Optional<String> secret,
            @ConfigProperty(name = "lockstep.audit.identity.interval") Duration interval) {
        this(
                store,
                database,
                clock,
                service.source(),
                secret.isPresent() && realm.isPresent()
                        ? new KeycloakRecords(URI.create(realm.get()), client, secret.get(), clock)
                        : null,
                interval);
    }

    /** @param source how the events of this service name it */
    IdentityHistory(
            EventStore store,
            DataSource database,
            Clock clock,
            String source,
            @Nullable KeycloakRecords records,
            Duration interval) {
        this.store = store;
        this.database = database;
        this.clock = clock;
        this.source = source;
        this.records = records;
        this.interval = interval;
    }

    @Override
    public String name() {
        return "identity-history";
    }

    @Override
    public Duration idle() {
        return interval;
    }

    /** What is wrong with taking over at this moment; empty while all is well. */
    Optional<String> trouble() {
        return records == null
                ? Optional.of("sign-ins are not taken over: lockstep.audit.identity.secret is not set")
                : trouble.now();
    }

    @Override
    public int work() {
        KeycloakRecords configured = records;
        if (configured == null) {
            return 0;
        }
        Look look = new Look(configured);
        try {
            for (Source kind : Source.values()) {
                look.at(kind);
            }
            look.writeFailures();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return 0;
        } catch (RuntimeException unexpected) {
            look.troubles.add(unexpected.toString());
            tell(look.troubles);
            throw unexpected;
        }
        tell(look.troubles);
        return look.taken;
    }

    private void tell(Collection<String> troubles) {
        String why = String.join("; ", troubles);
        if (why.isEmpty()) {
            if (trouble.end()) {
                LOG.info("Sign-ins are taken over again");
            }
        } else if (trouble.isToBeTold(why, clock.instant())) {
            LOG.warnf("Taking over sign-ins: %s", why);
        }
    }

    /** All sources once. What is wrong with one does not keep it from another. */
    private final class Look {

        private final KeycloakRecords configured;
        private final Set<String> troubles = new LinkedHashSet<>();
        private int taken;

        Look(KeycloakRecords configured) {
            this.configured = configured;
        }

        void at(Source kind) throws InterruptedException {
            try {
                takeOver(kind);
            } catch (UnreadableException | DatabaseException | EventStoreException failed) {
                troubles.add(Objects.requireNonNullElse(failed.getMessage(), failed.toString()));
            }
        }

        void writeFailures() {
            try {
                taken += IdentityHistory.this.writeFailures();
            } catch (DatabaseException | EventStoreException failed) {
                troubles.add(Objects.requireNonNullElse(failed.getMessage(), failed.toString()));
            }
        }

        private void takeOver(Source kind) throws UnreadableException, InterruptedException {
            Instant now = clock.instant();
            Optional<Reading> reading = onConnection("how far was read", open -> IdentityActTable.reading(open, kind));
            reading.map(Reading::latest)
                    .filter(latest -> latest.isAfter(now.plus(READ_AGAIN)))
                    .ifPresent(latest -> troubles.add(
                            "the identity provider recorded something at %s, and here it is %s: one clock is wrong"
                                    .formatted(latest, now.truncatedTo(ChronoUnit.SECONDS))));
            Instant from = reading.map(known -> from(known, now)).orElse(Instant.EPOCH);
            int skip = 0;
            boolean more = true;
            while (more) {
                if (onConnection("what is on its way", open -> OwnEvents.areFarAhead(open, source))) {
                    troubles.add(
                            "it waits until the history has taken in what this service wrote; more than %d events are on their way"
                                    .formatted(OwnEvents.MOST_ON_THEIR_WAY));
                    return;
                }
                Page page = configured.read(kind, from, skip, PAGE);
                taken += append(kind, page.acts());
                more = page.more();
                if (more) {
                    // From moment to moment: what Keycloak deletes meanwhile would move all places.
                    Instant last = page.acts().getLast().actedAt();
                    skip = last.equals(from) ? skip + page.acts().size() : 0;
                    from = last;
                }
            }
        }

        private int append(Source kind, List<IdentityActRecorded> acts) {
            if (acts.isEmpty()) {
                return 0;
            }
            Set<StreamId> streams = acts.stream().map(act -> stream(kind, act)).collect(Collectors.toSet());
            streams.add(TAKING_OVER);
            return transact(streams, "taking over acts of " + kind, transaction -> {
                List<IdentityActRecorded> fresh = note(transaction.connection(), kind, acts).stream()
                        .filter(act -> !configured.isOwn(act))
                        .toList();
                FailureCount.add(
                        transaction.connection(),
                        fresh.stream().filter(FailureCount::isCounted).toList());
                for (IdentityActRecorded act : fresh) {
                    if (!FailureCount.isCounted(act)) {
                        WRITER.append(transaction, stream(kind, act), 0, List.of(act), metadata(kind, act));
                    }
                }
                return fresh.size();
            });
        }
    }

    /** From where on records are read; by the slower one of two clocks, so that one record from the future does not hide what comes until then. */
    private static Instant from(Reading known, Instant now) {
        Instant again = earlier(known.latest(), now).minus(READ_AGAIN);
        return again.isAfter(known.forgottenBefore()) ? again : known.forgottenBefore();
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private List<IdentityActRecorded> note(Connection connection, Source kind, List<IdentityActRecorded> acts)
            throws SQLException {
        Instant forgotten = IdentityActTable.reading(connection, kind)
                .map(Reading::forgottenBefore)
                .orElse(Instant.EPOCH);
        List<IdentityActRecorded> fresh = IdentityActTable.note(
                connection,
                kind,
                acts.stream().filter(act -> !act.actedAt().isBefore(forgotten)).toList());
        Optional<Reading> reading = IdentityActTable.reading(connection, kind);
        if (reading.isPresent()) {
            Instant reference = earlier(reading.get().latest(), clock.instant());
            IdentityActTable.forget(connection, kind, reference.minus(REMEMBERED));
        }
        return fresh;
    }

    private int writeFailures() {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        UUID id = UUID.randomUUID();
        StreamId stream = new StreamId("identity", id.toString());
        return transact(Set.of(stream), "writing what failed", transaction -> {
            List<IdentityFailures> failures = FailureCount.take(transaction.connection(), now);
            if (!failures.isEmpty()) {
                WRITER.append(
                        transaction,
                        stream,
                        0,
                        List.of(new IdentityFailuresRecorded(failures)),
                        CommandMetadata.first(id, ACTOR, PlatformEvent.PARTITION_KEY, now));
            }
            return failures.isEmpty() ? 0 : 1;
        });
    }

    private interface Work<R, T> {
        T on(R resource) throws SQLException;
    }

    private <T> T onConnection(String doing, Work<Connection, T> work) {
        try (Connection connection = database.getConnection()) {
            return work.on(connection);
        } catch (SQLException failed) {
            throw new DatabaseException(doing, failed);
        }
    }

    private int transact(Set<StreamId> streams, String doing, Work<EventTransaction, Integer> work) {
        return store.transact(streams, transaction -> {
            try {
                return work.on(transaction);
            } catch (SQLException failed) {
                throw new DatabaseException(doing, failed);
            }
        });
    }

    /** In the name of the account, as it is told: its name where that is known, otherwise its id. */
    private static CommandMetadata metadata(Source kind, IdentityActRecorded act) {
        String actor = Objects.requireNonNullElse(act.account(), Objects.requireNonNullElse(act.accountId(), ACTOR));
        return CommandMetadata.first(id(kind, act), actor, PlatformEvent.PARTITION_KEY, act.actedAt());
    }

    private static StreamId stream(Source kind, IdentityActRecorded act) {
        return new StreamId("identity", id(kind, act).toString());
    }

    private static UUID id(Source kind, IdentityActRecorded act) {
        return UUID.nameUUIDFromBytes(
                "lockstep.identity/%s/%s".formatted(kind, act.record()).getBytes(StandardCharsets.UTF_8));
    }
}
