package dev.lockstep.audit.ingest;

import dev.lockstep.audit.ledger.ClusterSites;
import dev.lockstep.audit.ledger.DatabaseException;
import dev.lockstep.audit.ledger.GivenUpData;
import dev.lockstep.audit.ledger.Ledger;
import dev.lockstep.audit.ledger.LedgerDamagedException;
import dev.lockstep.eventsourcing.EventTransaction;
import dev.lockstep.eventsourcing.StreamId;
import dev.lockstep.eventsourcing.inbox.TryAgainException;
import dev.lockstep.eventsourcing.kafka.ReceivedEvent;
import dev.lockstep.history.entry.CloudEvent;
import dev.lockstep.history.entry.LedgerEntry;
import dev.lockstep.service.events.Subscription;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntConsumer;

/**
 * Every event of every topic becomes an entry, once, in the order of its stream. What one transaction takes in is appended and signed together.
 *
 * <p>An event of an unknown type is an entry like any other: the history keeps what happened, whether or not this version knows
 * the word for it. A damaged ledger is not the fault of an event; everything waits until it is whole again.
 */
@ApplicationScoped
public class LedgerSubscription implements Subscription {

    private static final List<String> TOPICS =
            List.of("lockstep.inventory", "lockstep.validation", "lockstep.orchestration", "lockstep.audit");

    private final Ledger ledger;
    private final Clock clock;

    @Inject
    public LedgerSubscription(Ledger ledger, Clock clock) {
        this.ledger = ledger;
        this.clock = clock;
    }

    @Override
    public String consumer() {
        return "audit-ledger";
    }

    @Override
    public List<String> topics() {
        return TOPICS;
    }

    /** Nobody: entries are signed some at a time, which costs little more than one. */
    @Override
    public boolean isAwaited(String type) {
        return false;
    }

    @Override
    public Set<StreamId> streams(ReceivedEvent event) {
        return Set.of(Ledger.SEQUENCER);
    }

    @Override
    public void handle(ReceivedEvent event, EventTransaction transaction) {
        handleAll(List.of(event), transaction, place -> {});
    }

    @Override
    public void handleAll(List<ReceivedEvent> events, EventTransaction transaction, IntConsumer reached) {
        List<Made> made = events.parallelStream().map(LedgerSubscription::made).toList();
        List<LedgerEntry> entries = new ArrayList<>(events.size());
        for (int place = 0; place < events.size(); place++) {
            reached.accept(place);
            entries.add(made.get(place).entry());
        }
        reached.accept(ALL_TOGETHER);
        try {
            ledger.append(transaction.connection(), entries, clock.instant());
            ClusterSites.learn(transaction.connection(), entries);
            GivenUpData.remove(transaction.connection(), entries);
        } catch (LedgerDamagedException damaged) {
            throw new TryAgainException(damaged);
        } catch (SQLException failed) {
            throw new DatabaseException("appending to the ledger", failed);
        }
    }

    /** An entry that was made of an event, or why it could not be, which is told in the event's turn. */
    private interface Made {
        LedgerEntry entry();
    }

    private static Made made(ReceivedEvent event) {
        try {
            LedgerEntry entry = LedgerEntry.of(cloudEvent(event));
            return () -> entry;
        } catch (RuntimeException unreadable) {
            return () -> {
                throw unreadable;
            };
        }
    }

    private static CloudEvent cloudEvent(ReceivedEvent received) {
        SortedMap<String, String> attributes = new TreeMap<>(received.attributes());
        attributes.put("partitionkey", received.metadata().partitionKey());
        return new CloudEvent(attributes, received.data());
    }
}
