package dev.lockstep.benchmarks;

import dev.lockstep.contracts.EventCatalogue;
import dev.lockstep.contracts.PublishedEvent;
import dev.lockstep.eventsourcing.EventCursor;
import dev.lockstep.eventsourcing.EventMetadata;
import dev.lockstep.eventsourcing.RecordedEvent;
import dev.lockstep.eventsourcing.StreamId;
import dev.lockstep.history.entry.CloudEvent;
import dev.lockstep.history.entry.EventDraft;
import dev.lockstep.history.entry.LedgerEntry;
import dev.lockstep.history.person.Opening;
import dev.lockstep.history.person.Person;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A history like that of a large platform: a thousand clusters at forty sites, on eight of which a rollout is under way at any moment, so
 * that what is about one cluster or one rollout stands close together. The events are the platform's own, and every rollout keeps every
 * rule. An entry follows from its index alone.
 */
final class SampleHistory {

    static final int SITES = 40;
    static final int CLUSTERS = 1_000;
    static final int PEOPLE = 60;

    private static final Map<String, Person> PERSONS = new ConcurrentHashMap<>();

    private static final int LANES = 8;
    private static final Instant BEGIN = Instant.parse("2024-01-01T00:00:00Z");
    private static final int SECONDS_BETWEEN = 6;

    private SampleHistory() {}

    static String site(int cluster) {
        return "site" + cluster % SITES;
    }

    static String cluster(int number) {
        return "org%d:clu%04d".formatted(number % 20, number);
    }

    static int clusterOf(long index) {
        return clusterOfRollout(rollout(index));
    }

    private static int clusterOfRollout(long rollout) {
        return (int) (rollout * 7 % CLUSTERS);
    }

    static UUID rolloutOf(long index) {
        return new UUID(0x6f9a7a523c0e4c5aL, mixed(rollout(index)));
    }

    static String person(long number) {
        return "person" + Math.floorMod(number, PEOPLE);
    }

    private static long rollout(long index) {
        return index / ((long) LANES * SampleRollout.ENTRIES) * LANES + index % LANES;
    }

    private static int place(long index) {
        return (int) (index / LANES % SampleRollout.ENTRIES);
    }

    static long mixed(long value) {
        long mixed = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }

    private static UUID id(long index) {
        return new UUID(mixed(index), mixed(~index));
    }

    static Instant time(long index) {
        return BEGIN.plusSeconds(index * SECONDS_BETWEEN);
    }

    /** The first index from {@code index} on at which every rollout under way begins. */
    static long nextBeginning(long index) {
        long period = (long) LANES * SampleRollout.ENTRIES;
        return (index + period - 1) / period * period;
    }

    /** An event and the service that published it. */
    record Published(String source, RecordedEvent event) {}

    /** What was published, as the event of a stream. */
    static Published published(long index) {
        UUID rollout = rolloutOf(index);
        int cluster = clusterOf(index);
        SampleRollout.Said said = new SampleRollout(rollout(index), rollout, cluster(cluster), site(cluster))
                .at(place(index), time(index), mixed(index));
        PublishedEvent event = said.event();
        return new Published(
                "/lockstep/" + said.service() + "-service",
                new RecordedEvent(
                        said.stream(),
                        said.version(),
                        id(index),
                        EventCatalogue.typeOf(event),
                        new String(EventCatalogue.write(event), StandardCharsets.UTF_8),
                        new EventMetadata(said.actor(), rollout, id(index), event.partitionKey(), time(index)),
                        EventCursor.START));
    }

    /** The entry at an index, with nothing under the keys of persons. */
    static LedgerEntry entry(long index) {
        return LedgerEntry.of(event(index));
    }

    /** The entry at an index, as the audit service makes it of the event. What is under keys is sealed anew each time. */
    static LedgerEntry sealedEntry(long index) {
        EventDraft draft = EventDraft.of(event(index));
        draft.persons().named().forEach(SampleHistory::known);
        return draft.entry(PERSONS);
    }

    /** The person of an account. */
    static Person known(String account) {
        return PERSONS.computeIfAbsent(account, Person::first);
    }

    /** Opens what is under keys. */
    static Opening opening() {
        return Opening.with(PERSONS.values().stream().map(Person::key).toList());
    }

    private static CloudEvent event(long index) {
        Published published = published(index);
        RecordedEvent event = published.event();
        EventMetadata metadata = event.metadata();
        StreamId stream = event.stream();
        SortedMap<String, String> attributes = new TreeMap<>();
        attributes.put("specversion", "1.0");
        attributes.put("id", event.id().toString());
        attributes.put("source", published.source());
        attributes.put("type", event.type());
        attributes.put("subject", stream.toString());
        attributes.put("time", metadata.time().toString());
        attributes.put("datacontenttype", "application/json");
        attributes.put("streamversion", Long.toString(event.version()));
        attributes.put("correlationid", metadata.correlationId().toString());
        attributes.put("causationid", metadata.causationId().toString());
        attributes.put("actor", metadata.actor());
        attributes.put("partitionkey", metadata.partitionKey());
        return new CloudEvent(attributes, event.data());
    }
}
