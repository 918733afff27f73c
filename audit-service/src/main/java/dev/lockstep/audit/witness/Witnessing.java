package dev.lockstep.audit.witness;

import dev.lockstep.audit.ledger.DatabaseException;
import dev.lockstep.audit.ledger.Ledger;
import dev.lockstep.audit.ledger.LogIdentity;
import dev.lockstep.audit.publication.LastingTrouble;
import dev.lockstep.transparencylog.Checkpoint;
import dev.lockstep.transparencylog.SignedNote;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Asks the witnesses to cosign the latest checkpoint, again and again. Each has a thread of its own, so that one that is down delays nothing and
 * nobody; all of them are asked about the same checkpoint for as long as a round lasts, so that enough of them meet on one.
 */
@ApplicationScoped
public class Witnessing {

    private static final Logger LOG = Logger.getLogger(Witnessing.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final DataSource dataSource;
    private final LogIdentity identity;
    private final Witnesses witnesses;
    private final Clock clock;
    private final Duration interval;
    private final WitnessTalk talk;
    private final List<Standing> standings;
    private @Nullable ScheduledExecutorService executor;
    private Round round = new Round(Instant.MIN, Optional.empty());

    @Inject
    Witnessing(
            DataSource dataSource,
            LogIdentity identity,
            Witnesses witnesses,
            Clock clock,
            @ConfigProperty(name = "lockstep.audit.witness-interval") Duration interval) {
        this.dataSource = dataSource;
        this.identity = identity;
        this.witnesses = witnesses;
        this.clock = clock;
        this.interval = interval;
        this.talk = new WitnessTalk(dataSource, new WitnessClient(PATIENCE));
        this.standings = witnesses.all().stream().map(Standing::new).toList();
    }

    /** What all witnesses are asked about until the next round begins. */
    private record Round(Instant begun, Optional<SignedNote> note) {}

    /** How it stands with one witness. */
    private static final class Standing {

        private final Witness witness;
        private final LastingTrouble trouble = new LastingTrouble();
        private volatile long entries;

        Standing(Witness witness) {
            this.witness = witness;
        }
    }

    /**
     * How it stands with a witness.
     *
     * @param name as its cosignatures have it
     * @param key what they are verified with
     * @param entries of the greatest state of the log that it cosigned; 0 before the first
     * @param trouble why it does not cosign now, or null (absent)
     */
    public record Told(
            String name, String key, long entries, @Nullable String trouble) {}

    void start(@Observes StartupEvent started) {
        if (standings.isEmpty()) {
            return;
        }
        ScheduledExecutorService threads = Executors.newScheduledThreadPool(
                standings.size(),
                Thread.ofPlatform().daemon().name("witness-", 1).factory());
        executor = threads;
        standings.forEach(standing -> {
            var _ = threads.scheduleWithFixedDelay(() -> ask(standing), 0, interval.toMillis(), TimeUnit.MILLISECONDS);
        });
    }

    private void ask(Standing standing) {
        try {
            Optional<SignedNote> note = current();
            if (note.isEmpty()) {
                return;
            }
            Checkpoint checkpoint = identity.open(note.get().toString()).orElseThrow();
            switch (talk.ask(standing.witness, note.get(), checkpoint)) {
                case WitnessTalk.Outcome.UpToDate(long entries) -> {
                    standing.entries = entries;
                    if (standing.trouble.end()) {
                        LOG.infof(
                                "The witness %s cosigns again",
                                standing.witness.key().name());
                    }
                }
                case WitnessTalk.Outcome.Trouble(long entries, String what) -> {
                    standing.entries = entries;
                    tell(standing, what, null);
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (SQLException | RuntimeException | Error failed) {
            // The schedule goes on: it would end without a word otherwise.
            tell(standing, failed.toString(), failed);
        }
    }

    private void tell(Standing standing, String what, @Nullable Throwable cause) {
        if (standing.trouble.isToBeTold(what, clock.instant())) {
            LOG.warnf(
                    cause,
                    "The witness %s at %s does not cosign: %s",
                    standing.witness.key().name(),
                    standing.witness.prefix(),
                    what);
        }
    }

    private synchronized Optional<SignedNote> current() throws SQLException {
        Instant now = clock.instant();
        if (round.note().isEmpty() || !now.isBefore(round.begun().plus(interval))) {
            try (Connection connection = dataSource.getConnection()) {
                round = new Round(
                        now,
                        Ledger.latestNote(connection)
                                .map(note -> SignedNote.parse(note.getBytes(StandardCharsets.UTF_8))
                                        .orElseThrow()));
            }
        }
        return round.note();
    }

    /** How it stands with each witness. */
    public List<Told> told() {
        return standings.stream()
                .map(standing -> new Told(
                        standing.witness.key().name(),
                        standing.witness.key().toString(),
                        standing.entries,
                        standing.trouble.now().orElse(null)))
                .toList();
    }

    /** The greatest checkpoint of at most so many entries that enough witnesses cosigned. */
    public Optional<SignedNote> witnessed(long most) {
        if (standings.isEmpty()) {
            return Optional.empty();
        }
        try (Connection connection = dataSource.getConnection()) {
            return new Cosignatures(connection).witnessed(most, witnesses);
        } catch (SQLException failed) {
            throw new DatabaseException("reading cosignatures", failed);
        }
    }

    void stop(@Observes ShutdownEvent stopping) {
        ScheduledExecutorService threads = executor;
        if (threads != null) {
            threads.shutdownNow();
        }
    }
}
