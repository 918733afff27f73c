package dev.lockstep.audit.records;

import dev.lockstep.audit.ledger.DatabaseException;
import dev.lockstep.audit.persons.PersonTable;
import dev.lockstep.contracts.platform.PlatformEvent;
import dev.lockstep.contracts.records.RecordsEvent;
import dev.lockstep.contracts.records.RecordsEvent.DataGivenUp;
import dev.lockstep.eventsourcing.Aggregate;
import dev.lockstep.eventsourcing.CommandMetadata;
import dev.lockstep.eventsourcing.CommandResult;
import dev.lockstep.eventsourcing.CommandRunner;
import dev.lockstep.eventsourcing.EventStore;
import dev.lockstep.service.events.ContractCodec;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Decides about the records, in one stream: no hold can come between the look at the holds and the decision. What is decided is carried out
 * where it becomes an entry of the log.
 */
@ApplicationScoped
public class RecordsKeeping {

    private static final String KEY = "platform";
    private static final String ACTOR = "audit-service";

    private final EventStore store;
    private final PersonTable persons;
    private final Clock clock;
    private final Aggregate<Records, RecordsCommand, RecordsEvent> aggregate =
            new Aggregate<>("records", new RecordsDecider(), new ContractCodec<>(RecordsEvent.class));
    private final CommandRunner<Records, RecordsCommand, RecordsEvent> runner;

    @Inject
    public RecordsKeeping(EventStore store, PersonTable persons, Clock clock) {
        this.store = store;
        this.persons = persons;
        this.clock = clock;
        this.runner = new CommandRunner<>(store, aggregate);
    }

    /** Runs a command of a person. */
    CommandResult<Records, RecordsEvent> handle(RecordsCommand command, CommandMetadata metadata) {
        return runner.handle(KEY, command, metadata);
    }

    /** What stands now. */
    Records records() {
        return runner.state(KEY);
    }

    /**
     * Runs a command about a person, once it is known what the holds that stand cover.
     *
     * @param person the id of their key
     * @param by the name of the account that commands
     * @return empty when there is no such key any more
     */
    Optional<CommandResult<Records, RecordsEvent>> handle(
            String person, String by, AboutPerson command, CommandMetadata metadata) {
        Records before = records();
        return store.transact(Set.of(aggregate.stream(KEY)), transaction -> {
            try {
                if (persons.ofIds(transaction.connection(), Set.of(person)).isEmpty()) {
                    return Optional.empty();
                }
                boolean own = persons.named(transaction.connection(), by)
                        .filter(known -> known.id().equals(person))
                        .isPresent();
                Map<UUID, Boolean> held = HeldPersons.look(transaction.connection(), before, person);
                return Optional.of(runner.handle(transaction, KEY, command.of(own, held), metadata));
            } catch (SQLException failed) {
                throw new DatabaseException("looking for what is held", failed);
            }
        });
    }

    /** A command that depends on who the person is and on what is held. */
    interface AboutPerson {
        RecordsCommand of(boolean own, Map<UUID, Boolean> held);
    }

    /**
     * How far a sweep came.
     *
     * @param last the index of the last entry that was looked at, or -1 when there was none
     * @param givenUp how many data were given up
     */
    record Swept(long last, int givenUp) {}

    /** Gives up what is due of a kind among the next entries behind an index. */
    Swept giveUp(String kind, Duration period, long after) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        return store.transact(Set.of(aggregate.stream(KEY)), transaction -> {
            try {
                List<RecordsCommand.Candidate> due =
                        DueData.read(transaction.connection(), kind, now.minus(period), after);
                if (due.isEmpty()) {
                    return new Swept(-1, 0);
                }
                CommandResult<Records, RecordsEvent> result = runner.handle(
                        transaction,
                        KEY,
                        new RecordsCommand.GiveUp(kind, period, due, now),
                        CommandMetadata.first(UUID.randomUUID(), ACTOR, PlatformEvent.PARTITION_KEY, now));
                int givenUp = 0;
                if (result instanceof CommandResult.Done<Records, RecordsEvent> done) {
                    for (RecordsEvent event : done.events()) {
                        givenUp += DueData.mark(transaction.connection(), (DataGivenUp) event);
                    }
                }
                return new Swept(due.getLast().data().entry(), givenUp);
            } catch (SQLException failed) {
                throw new DatabaseException("giving up data of " + kind, failed);
            }
        });
    }
}
