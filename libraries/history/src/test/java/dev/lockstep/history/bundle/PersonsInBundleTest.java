package dev.lockstep.history.bundle;

import static dev.lockstep.history.certificate.RolloutScript.authority;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.contracts.EventCatalogue;
import dev.lockstep.contracts.PublishedEvent;
import dev.lockstep.contracts.records.RecordsEvent.PersonErased;
import dev.lockstep.history.certificate.RolloutScript;
import dev.lockstep.history.entry.CloudEvent;
import dev.lockstep.history.entry.EventDraft;
import dev.lockstep.history.entry.Leaf;
import dev.lockstep.history.entry.LedgerEntry;
import dev.lockstep.history.entry.SampleEvents;
import dev.lockstep.history.person.Person;
import dev.lockstep.history.person.PersonKey;
import dev.lockstep.history.person.SealedText;
import dev.lockstep.transparencylog.SigningKey;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A bundle carries the keys of persons who were not erased, and verifies before and after somebody was. */
class PersonsInBundleTest {

    private static final SigningKey KEY = SigningKey.generate(SampleLog.ORIGIN);
    private static final UUID ROLLOUT = new UUID(0, 1);

    @TempDir
    Path temporary;

    private final Map<String, Person> persons = new HashMap<>();

    private List<LedgerEntry> rollout() {
        List<LedgerEntry> entries = new ArrayList<>();
        new RolloutScript()
                .requested(ROLLOUT, "a")
                .approved(ROLLOUT)
                .gatedStep(ROLLOUT, "a")
                .finished(ROLLOUT)
                .published()
                .forEach(event -> entries.add(sealedEntry(event, entries.size() + 1)));
        return entries;
    }

    private LedgerEntry sealedEntry(PublishedEvent event, long version) {
        SortedMap<String, String> attributes = SampleEvents.attributes("rollout-all", version);
        String type = EventCatalogue.typeOf(event);
        attributes.put("type", type);
        attributes.put("partitionkey", event.partitionKey());
        attributes.put("actor", "arne");
        attributes.put("source", "/lockstep/%s-service".formatted(type.split("\\.", -1)[1]));
        EventDraft draft = EventDraft.of(
                new CloudEvent(attributes, new String(EventCatalogue.write(event), StandardCharsets.UTF_8)));
        draft.persons().named().forEach(name -> persons.computeIfAbsent(name, Person::first));
        return draft.entry(persons);
    }

    private List<LedgerEntry> withErased(String id) {
        List<LedgerEntry> entries = rollout();
        entries.add(sealedEntry(
                new PersonErased(new UUID(0, 2), id, authority("bert", "auditor"), SampleLog.EXPORTED),
                entries.size() + 1));
        return entries;
    }

    private PersonKey key(String name) {
        return java.util.Objects.requireNonNull(persons.get(name)).key();
    }

    private Path bundle(List<LedgerEntry> entries, Collection<PersonKey> keys) throws IOException {
        SampleLog log = new SampleLog(KEY, entries, 5);
        Path folder = temporary.resolve("bundle" + UUID.randomUUID());
        BundleWriter.Source source = new BundleWriter.Source() {
            @Override
            public InputStream open(long size, String place) throws IOException {
                return place.equals(BundleLayout.PERSON_KEYS)
                        ? new ByteArrayInputStream(lines(keys))
                        : log.open(size, place);
            }

            @Override
            public InputStream data(long entry) throws IOException {
                return log.data(entry);
            }
        };
        new BundleWriter(source, folder).write(done -> {});
        return folder;
    }

    private static byte[] lines(Collection<PersonKey> keys) {
        return keys.stream()
                .map(key -> key.toText() + "\n")
                .collect(Collectors.joining())
                .getBytes(StandardCharsets.UTF_8);
    }

    private List<PersonKey> keysWithout(String... names) {
        return persons.entrySet().stream()
                .filter(person -> !List.of(names).contains(person.getKey()))
                .map(person -> person.getValue().key())
                .toList();
    }

    private static BundleVerification verify(Path bundle) {
        return BundleVerification.of(bundle, Trust.in(KEY.verifier()), done -> {});
    }

    @Test
    void withAllKeysEverythingOpens() throws IOException {
        List<LedgerEntry> entries = rollout();

        BundleVerification verified = verify(bundle(entries, keysWithout()));

        assertThat(verified.findings()).isEmpty();
        assertThat(verified.certificates()).isEqualTo(1);
        assertThat(verified.isOrderly()).isTrue();
    }

    @Test
    void whoWasErasedHasNoKeyAndEveryProofStays() throws IOException {
        Path before = bundle(rollout(), keysWithout());
        List<LedgerEntry> entries = withErased(key("arne").id());

        BundleVerification verified = verify(bundle(entries, keysWithout("arne")));

        assertThat(verified.findings()).isEmpty();
        assertThat(verified.certificates()).isEqualTo(1);
        assertThat(verified.isOrderly()).isTrue();
        assertThat(verify(before).findings()).as("an export from before").isEmpty();
    }

    @Test
    void aKeyThatNobodyDestroyedIsMissed() throws IOException {
        List<LedgerEntry> entries = rollout();
        Path bundle = bundle(entries, keysWithout());

        Files.write(bundle.resolve(BundleLayout.PERSON_KEYS), lines(keysWithout("arne")));

        assertThat(verify(bundle).findings())
                .extracting(Finding::kind, Finding::place)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(
                        Finding.Kind.PERSON_KEY_MISSING, "person " + key("arne").id()));
        assertThatThrownBy(() -> bundle(entries, keysWithout("arne")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a person was erased while it was written");
    }

    @Test
    void aKeyThatWasDestroyedOrIsNobodysIsNamed() throws IOException {
        rollout();
        List<LedgerEntry> entries = withErased(key("arne").id());
        PersonKey nobodys = PersonKey.generate();
        List<PersonKey> keys = new ArrayList<>(keysWithout());
        keys.add(nobodys);

        assertThat(verify(bundle(entries, keys)).findings())
                .extracting(Finding::kind, Finding::place)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple(
                                Finding.Kind.PERSON_KEY_ADDED,
                                "person " + key("arne").id()),
                        org.assertj.core.groups.Tuple.tuple(Finding.Kind.PERSON_KEY_ADDED, "person " + nobodys.id()));
    }

    @Test
    void linesThatAreNoKeysAreNamed() throws IOException {
        Path bundle = bundle(rollout(), keysWithout());
        Files.writeString(
                bundle.resolve(BundleLayout.PERSON_KEYS),
                Files.readString(bundle.resolve(BundleLayout.PERSON_KEYS)) + "no key\n");

        assertThat(verify(bundle).findings()).extracting(Finding::kind).containsExactly(Finding.Kind.FILE_CHANGED);
    }

    /** The entries with one text that stands at a place replaced; in each the first entry that has one. */
    private List<LedgerEntry> withTextChanged(UnaryOperator<SealedText> change) {
        List<LedgerEntry> entries = rollout();
        for (int index = 0; index < entries.size(); index++) {
            List<SealedText> texts = new ArrayList<>();
            entries.get(index).eachSealed((_, text) -> texts.add(text));
            texts.removeIf(text -> text.place().isEmpty());
            if (!texts.isEmpty()) {
                String content = entries.get(index).leaf().content();
                String changed = change.apply(texts.getFirst()).toString();
                entries.set(
                        index,
                        LedgerEntry.read(
                                new Leaf(content.replace(texts.getFirst().toString(), changed), null)));
                return entries;
            }
        }
        throw new AssertionError("no entry has a text");
    }

    private void assertUnreadable(List<LedgerEntry> entries) throws IOException {
        assertThat(verify(bundle(entries, keysWithout())).findings())
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.kind()).isEqualTo(Finding.Kind.ENTRY_UNREADABLE);
                    assertThat(finding.detail()).contains("is not what was sealed there");
                });
    }

    @Test
    void aTextThatWasSealedForAnotherPlaceIsNamed() throws IOException {
        assertUnreadable(withTextChanged(text -> PersonKey.seal(
                keysOf(text), "sealed elsewhere", UUID.randomUUID().toString(), "/data/reason")));
    }

    @Test
    void aTextThatItsKeysDoNotOpenIsNamed() throws IOException {
        assertUnreadable(withTextChanged(text -> {
            char first = text.box().charAt(0) == 'A' ? 'B' : 'A';
            return new SealedText(text.keys(), first + text.box().substring(1), text.place());
        }));
    }

    private List<PersonKey> keysOf(SealedText text) {
        return persons.values().stream()
                .map(Person::key)
                .filter(key -> text.keys().contains(key.id()))
                .sorted(Comparator.comparing(PersonKey::id))
                .toList();
    }

    @Test
    void anotherServiceErasesNobody() throws IOException {
        List<LedgerEntry> entries = rollout();
        SortedMap<String, String> attributes = SampleEvents.attributes("records-platform", 99);
        PersonErased said =
                new PersonErased(new UUID(0, 2), key("arne").id(), authority("bert", "auditor"), SampleLog.EXPORTED);
        attributes.put("type", EventCatalogue.typeOf(said));
        attributes.put("partitionkey", said.partitionKey());
        attributes.put("source", "/lockstep/inventory-service");
        entries.add(LedgerEntry.of(
                new CloudEvent(attributes, new String(EventCatalogue.write(said), StandardCharsets.UTF_8))));

        assertThatThrownBy(() -> bundle(entries, keysWithout("arne"))).isInstanceOf(IllegalArgumentException.class);
    }
}
