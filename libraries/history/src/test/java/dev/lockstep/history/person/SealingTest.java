package dev.lockstep.history.person;

import static dev.lockstep.history.certificate.RolloutScript.authority;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.contracts.Confidence;
import dev.lockstep.contracts.ContractJson;
import dev.lockstep.contracts.EventCatalogue;
import dev.lockstep.contracts.PublishedEvent;
import dev.lockstep.contracts.inventory.ClusterEvent;
import dev.lockstep.contracts.inventory.FactChange;
import dev.lockstep.contracts.inventory.FactPath;
import dev.lockstep.contracts.inventory.Provenance;
import dev.lockstep.contracts.orchestration.Approval;
import dev.lockstep.contracts.orchestration.ApprovalEvent;
import dev.lockstep.contracts.orchestration.RolloutEvent;
import dev.lockstep.contracts.platform.PlatformEvent.HistoryRead;
import dev.lockstep.history.certificate.RolloutScript;
import dev.lockstep.history.entry.CloudEvent;
import dev.lockstep.history.entry.EventDraft;
import dev.lockstep.history.entry.LedgerEntry;
import dev.lockstep.history.entry.SampleEvents;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What entries say about persons, under their keys. */
class SealingTest {

    private static final UUID ROLLOUT = new UUID(0, 1);
    private static final Person ANNA = Person.first("anna");
    private static final Person BERT = Person.first("bert");
    private static final Map<String, Person> KNOWN = Map.of("anna", ANNA, "bert", BERT);
    private static final Opening BOTH = Opening.with(List.of(ANNA.key(), BERT.key()));

    private static CloudEvent event(PublishedEvent event, String actor) {
        return event(
                EventCatalogue.typeOf(event), actor, new String(EventCatalogue.write(event), StandardCharsets.UTF_8));
    }

    private static CloudEvent event(String type, String actor, String data) {
        SortedMap<String, String> attributes = SampleEvents.attributes("rollout-1", 1);
        attributes.put("type", type);
        attributes.put("actor", actor);
        return new CloudEvent(attributes, data);
    }

    private static LedgerEntry sealedEntry(CloudEvent event) {
        EventDraft draft = EventDraft.of(event);
        Map<String, Person> persons = new HashMap<>(KNOWN);
        draft.persons().named().forEach(name -> persons.computeIfAbsent(name, Person::first));
        return draft.entry(persons);
    }

    private static ApprovalEvent.RolloutApproved approved(String by, String comment) {
        return new ApprovalEvent.RolloutApproved(
                RolloutScript.CLUSTER,
                ROLLOUT,
                new Approval("hash", authority(by, "approver"), Instant.EPOCH, Instant.EPOCH, comment));
    }

    private static JsonNode data(LedgerEntry entry) {
        try {
            return ContractJson.mapper().readTree(entry.leaf().data());
        } catch (IOException malformed) {
            throw new AssertionError(malformed);
        }
    }

    @Test
    void nothingOfAPersonStandsInTheLeafAndTheKeysOpenAllOfIt() {
        CloudEvent event = event(approved("anna", "it may begin"), "anna");

        LedgerEntry entry = sealedEntry(event);

        assertThat(entry.leaf().content()).doesNotContain("\"name\":\"anna\"", "\"actor\":\"anna\"", "it may begin");
        assertThat(entry.personKeys()).containsExactly(ANNA.key().id());
        assertThat(entry.actor()).isEqualTo(ANNA.sealedName().toString());
        LedgerEntry opened = entry.opened(BOTH);
        assertThat(opened.actor()).isEqualTo("anna");
        assertThat(data(opened)).isEqualTo(data(LedgerEntry.of(event)));
    }

    @Test
    void withoutTheKeyNothingIsLeftButThatSomethingWas() {
        LedgerEntry entry = sealedEntry(event(approved("anna", "it may begin"), "anna"));

        LedgerEntry opened = entry.opened(Opening.with(List.of(BERT.key())));

        assertThat(opened.actor()).isEqualTo(SealedStrings.ERASED);
        assertThat(data(opened).at("/approval/approver/name").asText()).isEqualTo("[erased]");
        assertThat(data(opened).at("/approval/comment").asText()).isEqualTo("[erased]");
        assertThat(data(opened).at("/approval/approver/subject").asText())
                .as("the id of the account is no name")
                .isEqualTo(authority("anna", "approver").subject());
    }

    @Test
    void onePersonIsNamedAlikeEverywhereAndNoTextIsSealedAlikeTwice() {
        JsonNode one = data(sealedEntry(event(approved("anna", "go"), "anna")));
        JsonNode other = data(sealedEntry(event(approved("anna", "go"), "anna")));

        assertThat(one.at("/approval/approver/name")).isEqualTo(other.at("/approval/approver/name"));
        assertThat(one.at("/approval/comment")).isNotEqualTo(other.at("/approval/comment"));
    }

    @Test
    void aTextOpensOnlyAtItsPlaceAndUnchanged() {
        SealedText text = SealedText.parse(data(sealedEntry(event(approved("anna", "go"), "anna")))
                        .at("/approval/comment")
                        .asText())
                .orElseThrow();

        assertThat(BOTH.open(text)).contains("go");
        assertThat(text.isAt(text.place().split("#", -1)[0], "/data/approval/comment"))
                .isTrue();
        assertThat(text.isAt("another", "/data/approval/comment")).isFalse();
        assertThat(BOTH.open(new SealedText(text.keys(), text.box(), "another#/data/approval/comment")))
                .isEmpty();
        assertThat(BOTH.open(new SealedText(List.of(BERT.key().id()), text.box(), text.place())))
                .isEmpty();
        char first = text.box().charAt(0) == 'A' ? 'B' : 'A';
        assertThat(BOTH.open(new SealedText(text.keys(), first + text.box().substring(1), text.place())))
                .isEmpty();
    }

    @Test
    void whatAServiceWritesIsUnderTheKeysOfThoseWhomItNames() {
        RolloutEvent started = new RolloutEvent.StepExecutionStarted(
                RolloutScript.CLUSTER,
                ROLLOUT,
                "s1",
                1,
                RolloutEvent.Actor.RUNNER,
                "0abc by anna and bert",
                Instant.EPOCH);

        LedgerEntry entry = sealedEntry(event(started, "orchestration-service"));

        assertThat(entry.actor()).isEqualTo("orchestration-service");
        assertThat(entry.personKeys())
                .containsExactlyInAnyOrder(ANNA.key().id(), BERT.key().id());
        assertThat(data(entry.opened(BOTH)).path("approval").asText()).isEqualTo("0abc by anna and bert");
        assertThat(data(entry.opened(Opening.with(List.of(ANNA.key()))))
                        .path("approval")
                        .asText())
                .as("it takes the keys of all")
                .isEqualTo("[erased]");
    }

    @Test
    void whatNamesNobodyStaysAsItIs() {
        RolloutEvent waiting = new RolloutEvent.StepWaiting(
                RolloutScript.CLUSTER,
                ROLLOUT,
                "s1",
                1,
                RolloutEvent.WaitCause.LOCK,
                List.of("the cluster is locked"),
                Instant.EPOCH);
        CloudEvent event = event(waiting, "orchestration-service");

        assertThat(sealedEntry(event)).isEqualTo(LedgerEntry.of(event));
        assertThat(sealedEntry(event).isSealed()).isFalse();
    }

    @Test
    void eachFactIsUnderTheKeyOfWhoRecordedIt() {
        Provenance byAnna = new Provenance("statement of anna", Instant.EPOCH, "anna", Confidence.ATTESTED);
        Provenance byRunner =
                new Provenance("cluster.exe", Instant.EPOCH, "service-account-runner-oslo", Confidence.OBSERVED);
        CloudEvent event = event(
                new ClusterEvent.ClusterFactsChanged(
                        RolloutScript.CLUSTER,
                        List.of(
                                new FactChange(FactPath.parse("/a"), null, null, byAnna),
                                new FactChange(FactPath.parse("/b"), null, null, byRunner)),
                        "seen on site"),
                "bert");

        LedgerEntry entry = sealedEntry(event);

        assertThat(entry.leaf().content())
                .doesNotContain("anna", "seen on site")
                .contains("cluster.exe");
        assertThat(data(entry.opened(BOTH))).isEqualTo(data(LedgerEntry.of(event)));
        assertThat(data(entry.opened(Opening.with(List.of(BERT.key()))))
                        .at("/changes/0/provenance/source")
                        .asText())
                .isEqualTo("[erased]");
    }

    @Test
    void aTextThatLooksSealedIsOnlyAText() {
        String forged = ANNA.sealedName().toString();

        LedgerEntry entry = sealedEntry(event(approved("bert", forged), "bert"));
        LedgerEntry unknown = sealedEntry(event("lockstep.future.thing.v9", "bert", "{\"x\":\"" + forged + "\"}"));

        assertThat(data(entry.opened(BOTH)).at("/approval/comment").asText()).isEqualTo(forged);
        assertThat(entry.personKeys()).containsExactly(BERT.key().id());
        assertThat(data(unknown.opened(BOTH)).path("x").asText()).isEqualTo(forged);
        assertThat(unknown.personKeys()).containsExactly(BERT.key().id());
    }

    @Test
    void dataThatCanonicalJsonCannotHoldAreSealedToo() {
        String data = new String(EventCatalogue.write(approved("anna", "it may begin")), StandardCharsets.UTF_8)
                .replace("{\"cluster\"", "{\"exact\":12345678901234567890,\"cluster\"");

        LedgerEntry entry = sealedEntry(event("lockstep.orchestration.rollout-approved.v1", "anna", data));

        assertThat(new String(entry.leaf().data(), StandardCharsets.UTF_8))
                .contains("12345678901234567890")
                .doesNotContain("it may begin");
        assertThat(entry.personKeys()).containsExactly(ANNA.key().id());
        assertThat(data(entry.opened(BOTH)).at("/approval/comment").asText()).isEqualTo("it may begin");
    }

    /** Whatever happens in a rollout: sealed and opened it is what it was. */
    @Test
    void everyEventOfARolloutComesBackAsItWas() {
        RolloutScript script = new RolloutScript()
                .arranged(authority("lena", "approver"), "dora", authority("sven", "approver"))
                .requested(ROLLOUT, "a", "b")
                .approved(ROLLOUT)
                .gatedStep(ROLLOUT, "a")
                .held(ROLLOUT, "b", true)
                .marked(ROLLOUT, "b", authority("anna", "operator"), authority("bert", "approver"))
                .undone(ROLLOUT, "b")
                .finished(ROLLOUT);
        Collection<String> named = new ArrayList<>();
        for (PublishedEvent each : script.published()) {
            CloudEvent event = event(each, "anna");
            Map<String, Person> persons = new HashMap<>(KNOWN);
            EventDraft draft = EventDraft.of(event);
            draft.persons().named().forEach(name -> persons.computeIfAbsent(name, Person::first));
            named.addAll(persons.keySet());
            LedgerEntry entry = draft.entry(persons);

            assertThat(data(entry.opened(Opening.with(
                            persons.values().stream().map(Person::key).toList()))))
                    .isEqualTo(data(LedgerEntry.of(event)));
            assertThat(EventCatalogue.read(entry.type(), entry.leaf().data()))
                    .as("what is sealed is read as any event is")
                    .isInstanceOf(each.getClass());
        }
        assertThat(named).contains("lena", "dora", "sven");
    }

    private static HistoryRead read(String query) {
        return new HistoryRead(
                "audit",
                "audit.search",
                "/api/audit/entries",
                query,
                authority("bert", "auditor"),
                "permitted",
                200,
                1,
                Instant.EPOCH);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "actor=anna&limit=20",
                "limit=20&actor=anna",
                "text=it+was+anna",
                "text=%61nna",
                "text=ANNA",
                "actor=anna%",
                "x=1&text=by%20anna%3F",
                "text=a%2Fanna"
            })
    void whoeverIsLookedForIsNamedByTheQuery(String query) {
        LedgerEntry entry = sealedEntry(event(read(query), "bert"));

        assertThat(entry.personKeys())
                .containsExactlyInAnyOrder(ANNA.key().id(), BERT.key().id());
        assertThat(data(entry.opened(BOTH)).path("query").asText()).isEqualTo(query);
        assertThat(data(entry.opened(Opening.with(List.of(BERT.key()))))
                        .path("query")
                        .asText())
                .isEqualTo("[erased]");
    }

    @Test
    void anAccountWithSignsInItsNameIsFoundInAQuery() {
        Person clara = Person.first("clara+test@example.com");
        EventDraft draft = EventDraft.of(event(read("actor=clara%2Btest%40example.com&limit=9"), "bert"));

        assertThat(draft.persons().words()).contains("clara+test@example.com");
        assertThat(draft.entry(Map.of("clara+test@example.com", clara, "bert", BERT))
                        .personKeys())
                .contains(clara.key().id());
    }

    @Test
    void aRolesNameInATextIsTheRole() {
        EventDraft draft = EventDraft.of(event(read("text=the+approver+and+operator,+anna"), "bert"));

        assertThat(draft.persons().words()).contains("anna").doesNotContain("approver", "operator");
    }

    @Test
    void onlyTheServicesAndTheClientsOfTheIdentityProviderAreNoPersons() {
        assertThat(Person.isNamed("night-service")).isTrue();
        assertThat(Person.isNamed("anna")).isTrue();
        assertThat(Person.isNamed("approver")).as("an account may be called so").isTrue();
        for (String service : List.of("inventory", "validation", "orchestration", "audit")) {
            assertThat(Person.isNamed(service + "-service")).isFalse();
        }
        assertThat(Person.isNamed("service-account-runner-oslo")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"~x", "~~x", "~1x"})
    void anAccountThatLooksMarkedIsSealedAsAnyOther(String name) {
        LedgerEntry entry = sealedEntry(event(approved(name, "go"), name));

        LedgerEntry withoutKey = entry.opened(Opening.NONE);
        assertThat(withoutKey.actor()).isEqualTo("[erased]");
        assertThat(data(withoutKey).at("/approval/approver/name").asText()).isEqualTo("[erased]");
        assertThat(entry.actor())
                .isEqualTo(data(entry).at("/approval/approver/name").asText());
    }

    @Test
    void aKeyIsNamedByItsHashAndNeverShown() {
        PersonKey key = PersonKey.generate();

        assertThat(PersonKey.parse(key.toText()).id()).isEqualTo(key.id());
        assertThat(key.id())
                .hasSize(PersonKey.ID_LENGTH)
                .isNotEqualTo(PersonKey.generate().id());
        assertThat(key.toString()).doesNotContain(key.toText());
    }
}
