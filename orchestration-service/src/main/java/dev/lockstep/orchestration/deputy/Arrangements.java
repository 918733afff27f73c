package dev.lockstep.orchestration.deputy;

import dev.lockstep.contracts.orchestration.DeputyEvent;
import dev.lockstep.contracts.orchestration.DeputyEvent.DeputyAgreed;
import dev.lockstep.contracts.orchestration.DeputyEvent.DeputyAppointed;
import dev.lockstep.contracts.orchestration.DeputyEvent.DeputyEnded;
import dev.lockstep.eventsourcing.Aggregate;
import dev.lockstep.eventsourcing.CommandMetadata;
import dev.lockstep.eventsourcing.CommandResult;
import dev.lockstep.eventsourcing.CommandRunner;
import dev.lockstep.eventsourcing.EventStore;
import dev.lockstep.eventsourcing.EventStoreException;
import dev.lockstep.eventsourcing.RecordedEvent;
import dev.lockstep.eventsourcing.StreamId;
import dev.lockstep.eventsourcing.StreamReader;
import dev.lockstep.service.events.ContractCodec;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The arrangements: every command and its row in one transaction. */
@ApplicationScoped
public class Arrangements {

    /** An arrangement is appointed, agreed to and ended. */
    private static final int MOST_EVENTS = 3;

    private final EventStore store;
    private final Clock clock;
    private final ContractCodec<DeputyEvent> codec = new ContractCodec<>(DeputyEvent.class);
    private final Aggregate<Arrangement, ArrangementCommand, DeputyEvent> aggregate =
            new Aggregate<>("deputy", new ArrangementDecider(), codec);
    private final CommandRunner<Arrangement, ArrangementCommand, DeputyEvent> runner;

    @Inject
    Arrangements(EventStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
        this.runner = new CommandRunner<>(store, aggregate);
    }

    /**
     * Runs a command.
     *
     * @param command of the moment at which nobody else can use or change the arrangement: what was approved under it before is earlier
     */
    public CommandResult<Arrangement, DeputyEvent> handle(
            UUID arrangement, CommandMetadata metadata, Function<Instant, ArrangementCommand> command) {
        return store.transact(Set.of(stream(arrangement)), transaction -> {
            CommandResult<Arrangement, DeputyEvent> result = runner.handle(
                    transaction,
                    arrangement.toString(),
                    command.apply(clock.instant().truncatedTo(ChronoUnit.MICROS)),
                    metadata);
            if (result instanceof CommandResult.Done<Arrangement, DeputyEvent> done && !done.repeated()) {
                done.events().forEach(event -> write(event, transaction.connection()));
            }
            return result;
        });
    }

    /** The stream of an arrangement: whoever holds its lock decides on an arrangement that does not change meanwhile. */
    public StreamId stream(UUID arrangement) {
        return aggregate.stream(arrangement.toString());
    }

    /** An arrangement as it stands; {@link Arrangement#NONE} when there is none of this id. */
    public Arrangement state(UUID arrangement) {
        return state(arrangement, store);
    }

    /** An arrangement as a transaction sees it. */
    public Arrangement state(UUID arrangement, StreamReader reader) {
        Arrangement state = Arrangement.NONE;
        for (RecordedEvent event : reader.read(stream(arrangement), 0, MOST_EVENTS)) {
            state = aggregate.decider().evolve(state, codec.decode(event.type(), event.data()));
        }
        return state;
    }

    private static void write(DeputyEvent event, Connection connection) {
        try {
            switch (event) {
                case DeputyAppointed appointed -> insert(appointed, connection);
                case DeputyAgreed agreed ->
                    update(
                            "update deputy set agreed_by = ?, agreed_at = ? where id = ?",
                            connection,
                            agreed.agreedBy().name(),
                            timestamp(agreed.agreedAt()),
                            agreed.arrangement());
                case DeputyEnded ended ->
                    update(
                            "update deputy set ended_by = ?, ended_at = ?, end_reason = ? where id = ?",
                            connection,
                            ended.endedBy().name(),
                            timestamp(ended.endedAt()),
                            ended.reason(),
                            ended.arrangement());
            }
        } catch (SQLException e) {
            throw new EventStoreException("An arrangement cannot be written", e);
        }
    }

    private static void insert(DeputyAppointed appointed, Connection connection) throws SQLException {
        update(
                """
                insert into deputy (id, organization, site, deputy, lender, delegations, valid_from, valid_until, reason, appointed_at)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                connection,
                appointed.arrangement(),
                appointed.organization().value(),
                appointed.site(),
                appointed.deputy(),
                appointed.appointedBy().name(),
                connection.createArrayOf("text", appointed.delegations().toArray()),
                timestamp(appointed.from()),
                timestamp(appointed.until()),
                appointed.reason(),
                timestamp(appointed.appointedAt()));
    }

    private static void update(String sql, Connection connection, @Nullable Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.executeUpdate();
        }
    }

    private static Timestamp timestamp(Instant moment) {
        return Timestamp.from(moment);
    }
}
