package dev.lockstep.orchestration.rollout;

import dev.lockstep.contracts.ClusterId;
import dev.lockstep.contracts.orchestration.RolloutEvent;
import dev.lockstep.eventsourcing.Aggregate;
import dev.lockstep.eventsourcing.CommandMetadata;
import dev.lockstep.eventsourcing.CommandResult;
import dev.lockstep.eventsourcing.CommandRunner;
import dev.lockstep.eventsourcing.EventStore;
import dev.lockstep.eventsourcing.EventStore.TransactionalWork;
import dev.lockstep.eventsourcing.EventTransaction;
import dev.lockstep.eventsourcing.RecordedEvent;
import dev.lockstep.eventsourcing.Refusal;
import dev.lockstep.eventsourcing.Snapshots.Snapshot;
import dev.lockstep.eventsourcing.StateCache;
import dev.lockstep.eventsourcing.StreamId;
import dev.lockstep.eventsourcing.StreamReader;
import dev.lockstep.orchestration.signal.WakeUpCall;
import dev.lockstep.service.events.ContractCodec;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.sql.DataSource;

/** The rollouts: every command and its projections in one transaction. */
@ApplicationScoped
public class Rollouts {

    private static final int PAGE = 20;
    private static final int MOST_STATES = 500;
    private static final int MOST_STEPS = 100_000;

    private final EventStore store;
    private final Instance<RolloutProjection> projections;
    private final WakeUpCall wakeUpCall;
    private final ContractCodec<RolloutEvent> codec = new ContractCodec<>(RolloutEvent.class);
    private final Aggregate<Rollout, RolloutCommand, RolloutEvent> aggregate =
            new Aggregate<>("rollout", new RolloutDecider(), codec);
    private final CommandRunner<Rollout, RolloutCommand, RolloutEvent> runner;

    @Inject
    Rollouts(
            EventStore store,
            DataSource dataSource,
            @Any Instance<RolloutProjection> projections,
            WakeUpCall wakeUpCall) {
        this.store = store;
        this.projections = projections;
        this.wakeUpCall = wakeUpCall;
        this.runner = new CommandRunner<>(
                store,
                aggregate,
                RolloutSnapshots.in(dataSource),
                new StateCache<>(MOST_STATES, MOST_STEPS, Rollouts::steps));
    }

    /** What else happens in a command's transaction, before it: a row taken, a lock tried. */
    @FunctionalInterface
    public interface Preparation {
        /**
         * Goes first.
         *
         * @return the command to run, or empty when there is nothing to do after all
         */
        Optional<RolloutCommand> prepare(Connection connection) throws SQLException;
    }

    /** Runs a command. */
    public CommandResult<Rollout, RolloutEvent> handle(UUID rollout, RolloutCommand command, CommandMetadata metadata) {
        return handle(rollout, metadata, _ -> Optional.of(command)).orElseThrow();
    }

    /**
     * Runs a command that depends on another stream.
     *
     * @param also the other stream: nothing happens to it until the command is recorded
     * @param command made of what the transaction reads
     */
    public void handle(
            UUID rollout, CommandMetadata metadata, StreamId also, Function<StreamReader, RolloutCommand> command) {
        transact(Set.of(stream(rollout), also), rollout, transaction -> {
            RolloutCommand made = command.apply(transaction);
            return run(transaction, _ -> Optional.of(made), given -> given(transaction, rollout, given, metadata));
        });
    }

    /** Runs a command that depends on what else is in the database; empty when the preparation found nothing to do. */
    public Optional<CommandResult<Rollout, RolloutEvent>> handle(
            UUID rollout, CommandMetadata metadata, Preparation preparation) {
        return transact(
                Set.of(stream(rollout)),
                rollout,
                transaction ->
                        run(transaction, preparation, command -> given(transaction, rollout, command, metadata)));
    }

    /**
     * Runs a command that was made for a state, and is meant for no other: whoever made it may have stood still since, while somebody
     * else carried the rollout on.
     *
     * @throws RefusedException when the rollout is at another version
     */
    public void handleAsOf(long version, UUID rollout, CommandMetadata metadata, Preparation preparation) {
        transact(
                Set.of(stream(rollout)),
                rollout,
                transaction -> run(
                        transaction,
                        preparation,
                        command -> runner.handleAsOf(version, transaction, rollout.toString(), command, metadata)
                                .orElseThrow(Rollouts::movedOn)));
    }

    private static RefusedException movedOn() {
        return new RefusedException(new Refusal(
                "moved-on", "The rollout has moved on since this was found.", "Read the rollout again", Map.of()));
    }

    private CommandResult<Rollout, RolloutEvent> given(
            EventTransaction transaction, UUID rollout, RolloutCommand command, CommandMetadata metadata) {
        return runner.handle(transaction, rollout.toString(), command, metadata);
    }

    private Optional<CommandResult<Rollout, RolloutEvent>> transact(
            Set<StreamId> streams,
            UUID rollout,
            TransactionalWork<Optional<CommandResult<Rollout, RolloutEvent>>> work) {
        runner.recall(rollout.toString());
        Optional<CommandResult<Rollout, RolloutEvent>> result = store.transact(streams, work);
        if (result.isPresent() && result.get() instanceof CommandResult.Done<Rollout, RolloutEvent> done) {
            runner.committed(rollout.toString(), done);
            if (!done.events().isEmpty()) {
                wakeUpCall.ring();
            }
        }
        return result;
    }

    private Optional<CommandResult<Rollout, RolloutEvent>> run(
            EventTransaction transaction,
            Preparation preparation,
            Function<RolloutCommand, CommandResult<Rollout, RolloutEvent>> handling) {
        try {
            Optional<RolloutCommand> command = preparation.prepare(transaction.connection());
            if (command.isEmpty()) {
                return Optional.empty();
            }
            CommandResult<Rollout, RolloutEvent> result = handling.apply(command.get());
            switch (result) {
                case CommandResult.Done<Rollout, RolloutEvent> done
                when !done.repeated() -> {
                    for (RolloutEvent event : done.events()) {
                        for (RolloutProjection projection : projections) {
                            projection.apply(event, done.state(), done.version(), transaction.connection());
                        }
                    }
                }
                case CommandResult.Done<Rollout, RolloutEvent> _ -> {
                    // Its effects are there already.
                }
                case CommandResult.Refused<Rollout, RolloutEvent>(var refusal, var _, var _) ->
                    throw new RefusedException(refusal);
            }
            return Optional.of(result);
        } catch (SQLException e) {
            throw RolloutConflicts.translate(e);
        }
    }

    /** The state of a rollout; that of a rollout that nobody asked for has the status {@code NONE}. */
    public Rollout state(UUID rollout) {
        return runner.state(rollout.toString());
    }

    /** The state of a rollout and its version. */
    public Snapshot<Rollout> latest(UUID rollout) {
        return runner.latest(rollout.toString());
    }

    /**
     * Takes its events after a version, one after another and never many at once: what was seen before and after every step is in them.
     *
     * @return the version of the last one; the given version when there is none
     */
    public long follow(UUID rollout, long afterVersion, Consumer<RecordedEvent> taker) {
        long after = afterVersion;
        List<RecordedEvent> page;
        do {
            page = store.read(stream(rollout), after, PAGE);
            for (RecordedEvent event : page) {
                taker.accept(event);
                after = event.version();
            }
        } while (page.size() == PAGE);
        return after;
    }

    /** What an event says. */
    public RolloutEvent decode(RecordedEvent event) {
        return codec.decode(event.type(), event.data());
    }

    /** The metadata of a command that this service gives itself. */
    public static CommandMetadata byAutomation(UUID commandId, ClusterId cluster, Instant now) {
        return CommandMetadata.first(commandId, "orchestration-service", cluster.value(), now);
    }

    /** What a state weighs: the steps of its plan, with which everything else in it grows. */
    private static long steps(Rollout rollout) {
        return rollout.request() == null ? 1 : 1 + rollout.request().steps().size();
    }

    private StreamId stream(UUID rollout) {
        return aggregate.stream(rollout.toString());
    }
}
