package dev.lockstep.audit.identity;

import dev.lockstep.audit.identity.KeycloakRecords.Source;
import dev.lockstep.audit.identity.KeycloakRecords.UnreadableException;
import dev.lockstep.audit.ledger.DatabaseException;
import dev.lockstep.audit.publication.LastingTrouble;
import dev.lockstep.contracts.platform.PlatformEvent;
import dev.lockstep.contracts.platform.PlatformEvent.IdentityActRecorded;
import dev.lockstep.eventsourcing.CommandMetadata;
import dev.lockstep.eventsourcing.EventStore;
import dev.lockstep.eventsourcing.StreamId;
import dev.lockstep.service.events.ContractCodec;
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
 * had recorded before the first look, and still keeps, is taken over too.
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

    private final EventStore store;
    private final DataSource database;
    private final Clock clock;
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
            @ConfigProperty(name = "lockstep.audit.identity.realm") Optional<String> realm,
            @ConfigProperty(name = "lockstep.audit.identity.client") String client,
            @ConfigProperty(name = "lockstep.audit.identity.secret") Optional<String> secret,
            @ConfigProperty(name = "lockstep.audit.identity.interval") Duration interval) {
        this.store = store;
        this.database = database;
        this.clock = clock;
        this.interval = interval;
        this.records = secret.isPresent() && realm.isPresent()
                ? new KeycloakRecords(URI.create(realm.get()), client, secret.get(), clock)
                : null;
    }

    @Override
    public String name() {
        return "identity-history";
    }

    @Override
    public Duration idle() {
        return interval;
    }

    /** Why nothing is taken over at this moment; empty while all is well. */
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
        try {
            int taken = 0;
            for (Source source : Source.values()) {
                taken += takeOver(configured, source);
            }
            if (trouble.end()) {
                LOG.info("Sign-ins are taken over again");
            }
            return taken;
        } catch (UnreadableException unreadable) {
            String why = Objects.requireNonNull(unreadable.getMessage());
            if (trouble.isToBeTold(why, clock.instant())) {
                LOG.warnf("Sign-ins are not taken over: %s", why);
            }
            return 0;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    private int takeOver(KeycloakRecords configured, Source source) throws UnreadableException, InterruptedException {
        Instant latest = latest(source);
        Instant from = latest.equals(Instant.EPOCH) ? latest : latest.minus(READ_AGAIN);
        int taken = 0;
        int skip = 0;
        boolean more = true;
        while (more) {
            List<IdentityActRecorded> page = configured.read(source, from, skip, PAGE);
            taken += append(
                    source, page.stream().filter(act -> !configured.isOwn(act)).toList());
            more = page.size() == PAGE;
            // From moment to moment: what Keycloak deletes meanwhile would move all places.
            boolean oneMoment = more && page.getLast().actedAt().equals(from);
            skip = oneMoment ? skip + PAGE : 0;
            from = more ? page.getLast().actedAt() : from;
        }
        return taken;
    }

    private Instant latest(Source source) {
        try (Connection connection = database.getConnection()) {
            return IdentityActTable.latest(connection, source);
        } catch (SQLException failed) {
            throw new DatabaseException("the latest act of " + source, failed);
        }
    }

    private int append(Source source, List<IdentityActRecorded> acts) {
        if (acts.isEmpty()) {
            return 0;
        }
        Set<StreamId> streams = acts.stream().map(act -> stream(source, act)).collect(Collectors.toSet());
        return store.transact(streams, transaction -> {
            try {
                List<IdentityActRecorded> fresh = IdentityActTable.note(transaction.connection(), source, acts);
                for (IdentityActRecorded act : fresh) {
                    WRITER.append(transaction, stream(source, act), 0, List.of(act), metadata(source, act));
                }
                IdentityActTable.forget(transaction.connection(), source, REMEMBERED);
                return fresh.size();
            } catch (SQLException failed) {
                throw new DatabaseException("taking over acts of " + source, failed);
            }
        });
    }

    private CommandMetadata metadata(Source source, IdentityActRecorded act) {
        return CommandMetadata.first(
                id(source, act),
                Objects.requireNonNullElse(act.account(), ACTOR),
                PlatformEvent.PARTITION_KEY,
                act.actedAt());
    }

    private static StreamId stream(Source source, IdentityActRecorded act) {
        return new StreamId("identity", id(source, act).toString());
    }

    private static UUID id(Source source, IdentityActRecorded act) {
        return UUID.nameUUIDFromBytes(
                "lockstep.identity/%s/%s".formatted(source, act.record()).getBytes(StandardCharsets.UTF_8));
    }
}
