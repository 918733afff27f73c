package dev.lockstep.audit.ingest;

import dev.lockstep.audit.ledger.ClusterSites;
import dev.lockstep.audit.ledger.DatabaseException;
import dev.lockstep.audit.ledger.ErasedPersons;
import dev.lockstep.audit.ledger.GivenUpData;
import dev.lockstep.audit.ledger.Ledger;
import dev.lockstep.audit.ledger.LedgerDamagedException;
import dev.lockstep.audit.persons.PersonTable;
import dev.lockstep.eventsourcing.EventTransaction;
import dev.lockstep.eventsourcing.StreamId;
import dev.lockstep.eventsourcing.inbox.TryAgainException;
import dev.lockstep.eventsourcing.kafka.ReceivedEvent;
import dev.lockstep.history.entry.CloudEvent;
import dev.lockstep.history.entry.EventDraft;
import dev.lockstep.history.entry.LedgerEntry;
import dev.lockstep.history.person.Opening;
import dev.lockstep.history.person.Person;
import dev.lockstep.history.person.PersonKey;
import dev.lockstep.service.events.Subscription;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.IntConsumer;

/**
 * Every event of every topic becomes an entry, once, in the order of its stream. What one transaction takes in is appended and signed together.
 *
 * <p>An event of an unknown type is an entry like any other: the history keeps what happened, whether or not this version knows
 * the word for it. What an event says about persons comes under their keys before it is hashed. A damaged ledger is not the fault of an event; everything waits until it is whole again.
 */
@ApplicationScoped
public class LedgerSubscription implements Subscription {

    private static final List<String> TOPICS =
            List.of("lockstep.inventory", "lockstep.validation", "lockstep.orchestration", "lockstep.audit");

    private static final String ERASURE = "lockstep.audit.person-erased.v1";

    private final Ledger ledger;
    private final PersonTable persons;
    private final Clock clock;

    @Inject
    public LedgerSubscription(Ledger ledger, PersonTable persons, Clock clock) {
        this.ledger = ledger;
        this.persons = persons;
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
        List<EventDraft> drafts = each(events, event -> EventDraft.of(cloudEvent(event)), reached);
        try {
            Connection connection = transaction.connection();
            List<LedgerEntry> entries = new ArrayList<>();
            Map<String, PersonKey> keys = new HashMap<>();
            int from = 0;
            while (from < drafts.size()) {
                int start = from;
                int end = endOfStretch(drafts, start);
                Map<String, Person> known = known(connection, drafts.subList(start, end));
                known.values().forEach(person -> keys.put(person.key().id(), person.key()));
                entries.addAll(each(
                        drafts.subList(start, end),
                        draft -> draft.entry(known),
                        place -> reached.accept(place == ALL_TOGETHER ? ALL_TOGETHER : start + place)));
                ErasedPersons.erase(connection, persons, entries.getLast(), clock.instant())
                        .ifPresent(keys::remove);
                from = end;
            }
            ledger.append(connection, entries, Opening.with(keys.values()), clock.instant());
            ClusterSites.learn(connection, entries);
            GivenUpData.remove(connection, persons, entries);
        } catch (LedgerDamagedException damaged) {
            throw new TryAgainException(damaged);
        } catch (SQLException failed) {
            throw new DatabaseException("appending to the ledger", failed);
        }
    }

    /** Behind the next erasure: what follows one is never sealed under the key that goes with it. */
    private static int endOfStretch(List<EventDraft> drafts, int start) {
        int end = start + 1;
        while (end < drafts.size() && !ERASURE.equals(drafts.get(end - 1).type())) {
            end++;
        }
        return end;
    }

    /** Whom the events are about; those of whom nothing was said before get a key. */
    private Map<String, Person> known(Connection connection, List<EventDraft> drafts) throws SQLException {
        Set<String> named = new HashSet<>();
        Set<String> words = new HashSet<>();
        drafts.parallelStream().map(EventDraft::persons).toList().forEach(about -> about.addTo(named, words));
        return persons.ofEvents(connection, named, words, clock.instant());
    }

    /** Something that was made of an event, or why it could not be, which is told in the event's turn. */
    private interface Made<T> {
        T get();
    }

    private static <S, T> List<T> each(List<S> from, Function<S, T> making, IntConsumer reached) {
        List<Made<T>> made =
                from.parallelStream().map(each -> made(each, making)).toList();
        List<T> all = new ArrayList<>(from.size());
        for (int place = 0; place < from.size(); place++) {
            reached.accept(place);
            all.add(made.get(place).get());
        }
        reached.accept(ALL_TOGETHER);
        return all;
    }

    private static <S, T> Made<T> made(S from, Function<S, T> making) {
        try {
            T made = making.apply(from);
            return () -> made;
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
