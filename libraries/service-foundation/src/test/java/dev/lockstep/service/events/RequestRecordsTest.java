package dev.lockstep.service.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.access.AccessDecision;
import dev.lockstep.access.DecidedRequest;
import dev.lockstep.access.Principal;
import dev.lockstep.access.Role;
import dev.lockstep.access.Scope;
import dev.lockstep.access.Target;
import dev.lockstep.contracts.ClusterId;
import dev.lockstep.contracts.Problem;
import dev.lockstep.contracts.platform.PlatformEvent;
import dev.lockstep.contracts.platform.PlatformEvent.AccessDecided;
import dev.lockstep.contracts.platform.PlatformEvent.ActRefused;
import dev.lockstep.contracts.platform.PlatformEvent.HistoryRead;
import dev.lockstep.contracts.platform.PlatformEvent.ParkedKeyRetried;
import dev.lockstep.eventsourcing.AppendResult;
import dev.lockstep.eventsourcing.CommandMetadata;
import dev.lockstep.eventsourcing.EventCursor;
import dev.lockstep.eventsourcing.EventStoreException;
import dev.lockstep.eventsourcing.NewEvent;
import dev.lockstep.eventsourcing.RecordedEvent;
import dev.lockstep.eventsourcing.StreamAppend;
import dev.lockstep.eventsourcing.StreamId;
import dev.lockstep.eventsourcing.memory.InMemoryEventStore;
import dev.lockstep.service.http.Correlation;
import dev.lockstep.service.http.InvalidRequestException;
import dev.lockstep.service.http.Mistake;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RequestRecordsTest {

    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final Principal APPROVER = new Principal(
            "7d1c", "approver", Set.of(Role.APPROVER), Set.of(new Scope.Site("oslo")), Set.of(), "t", NOW, null, NOW);
    private static final Target CLUSTER = Target.cluster("oslo", new ClusterId("contoso:clu01"));
    private static final AccessDecision PERMITTED = new AccessDecision.Permitted();
    private static final AccessDecision REFUSED = AccessDecision.Denied.roleMissing(List.of(Role.OPERATOR));
    private static final UUID COMMAND = UUID.fromString("7b0e3c52-6a9b-4f3e-8f5d-2f5f0b6f9a11");
    private static final StreamId STREAM = new StreamId("act", "1");

    private final ContractCodec<PlatformEvent> codec = new ContractCodec<>(PlatformEvent.class);
    private final InMemoryEventStore log = new InMemoryEventStore();
    private final Correlation correlation = new Correlation();
    private final RequestRecords records = new RequestRecords(
            log, new ServiceIdentity("orchestration"), Clock.fixed(NOW, ZoneOffset.UTC), correlation, () -> COMMAND);
    private final RecordingEventStore store = new RecordingEventStore(log, () -> Optional.of(records));

    private static DecidedRequest request(String policy, @Nullable Principal who, @Nullable AccessDecision decision) {
        return new DecidedRequest(policy, "POST", "/api/x", who, CLUSTER, decision);
    }

    private List<RecordedEvent> written() {
        return log.log().read(EventCursor.START, 10_000);
    }

    private List<PlatformEvent> recorded() {
        return written().stream()
                .map(event -> codec.decode(event.type(), event.data()))
                .toList();
    }

    private StreamAppend act(long expectedVersion) {
        PlatformEvent event = new ParkedKeyRetried("s", "c", "t", "k", "e", "p", "approver", NOW, "r");
        return new StreamAppend(
                STREAM,
                expectedVersion,
                List.of(new NewEvent(
                        UUID.randomUUID(),
                        codec.typeOf(event),
                        codec.encode(event),
                        CommandMetadata.first(COMMAND, "approver", "contoso:clu01", NOW)
                                .eventMetadata())));
    }

    @Test
    void aRefusalIsWrittenBeforeTheAnswerWithTheAuthorityOfTheMoment() {
        records.decided(request("orchestration.start", APPROVER, REFUSED));
        records.writeBeforeTheAnswer();

        assertThat(recorded())
                .containsExactly(new AccessDecided(
                        "orchestration",
                        "orchestration.start",
                        "POST",
                        "/api/x",
                        APPROVER.toAuthority(),
                        "oslo",
                        "contoso",
                        "role-missing",
                        List.of("operator"),
                        NOW));
        assertThat(written().getFirst().metadata())
                .extracting("actor", "correlationId", "causationId", "partitionKey")
                .containsExactly("approver", correlation.id(), COMMAND, PlatformEvent.PARTITION_KEY);
    }

    @Test
    void aPermitIsCommittedWithTheFirstThingThatItLedTo() {
        records.decided(request("orchestration.approve", APPROVER, PERMITTED));

        store.append(List.of(act(0)));
        store.append(List.of(act(1)));
        records.writeBeforeTheAnswer();

        assertThat(recorded())
                .hasExactlyElementsOfTypes(AccessDecided.class, ParkedKeyRetried.class, ParkedKeyRetried.class);
    }

    @Test
    void aPermitWaitsUntilATransactionIsCommitted() {
        records.decided(request("orchestration.approve", APPROVER, PERMITTED));
        assertThatThrownBy(() -> store.transact(Set.of(STREAM), transaction -> {
                    transaction.append(List.of(act(0)));
                    throw new IllegalStateException("no");
                }))
                .hasMessage("no");
        store.transact(Set.of(STREAM), transaction -> transaction.read(STREAM, 0, 1));
        assertThat(store.append(List.of(act(7)))).isInstanceOf(AppendResult.Conflict.class);
        assertThat(written()).isEmpty();

        store.transact(Set.of(STREAM), transaction -> {
            transaction.append(List.of(act(0)));
            return transaction.append(List.of(act(1)));
        });
        records.writeBeforeTheAnswer();

        assertThat(recorded())
                .hasExactlyElementsOfTypes(AccessDecided.class, ParkedKeyRetried.class, ParkedKeyRetried.class);
    }

    @Test
    void aPermitThatLedToNoEventIsWrittenByItself() {
        records.decided(request("orchestration.approve", APPROVER, PERMITTED));
        records.writeBeforeTheAnswer();
        records.writeBeforeTheAnswer();

        assertThat(recorded()).singleElement().isInstanceOf(AccessDecided.class);
    }

    @Test
    void whatIsWrittenBeforeAnActIsNotWrittenAgain() {
        records.decided(request("platform.rebuild-views", APPROVER, PERMITTED));
        records.write();
        records.decided(request("platform.rebuild-views", APPROVER, REFUSED));
        store.append(List.of(act(0)));

        assertThat(written()).extracting(RecordedEvent::version).containsExactly(1L, 2L, 1L);
    }

    @Test
    void whatRunnersArePermittedIsRecordedWhenItLeadsToSomething() {
        records.decided(request("runner.work", APPROVER, PERMITTED));
        records.writeBeforeTheAnswer();
        assertThat(written()).isEmpty();

        records.decided(request("runner.work", APPROVER, PERMITTED));
        store.append(List.of(act(0)));
        records.decided(request("runner.work", APPROVER, REFUSED));
        records.writeBeforeTheAnswer();

        assertThat(recorded())
                .hasExactlyElementsOfTypes(AccessDecided.class, ParkedKeyRetried.class, AccessDecided.class);
    }

    @Test
    void whatIsPermittedAndThenRefusedIsRecordedWithTheProblem() {
        records.decided(request("runner.work", APPROVER, PERMITTED));
        records.refused(Problem.of("stale-fencing-token", "Refused", 409, "It does not count."));
        records.writeBeforeTheAnswer();

        assertThat(recorded())
                .element(1)
                .isEqualTo(new ActRefused(
                        "orchestration",
                        "runner.work",
                        "POST",
                        "/api/x",
                        APPROVER.toAuthority(),
                        "oslo",
                        "contoso",
                        409,
                        "stale-fencing-token",
                        "It does not count.",
                        NOW));
        assertThat(recorded()).first().isInstanceOf(AccessDecided.class);
    }

    @Test
    void whatIsNotPermittedIsRefusedOnce() {
        records.decided(request("orchestration.start", APPROVER, REFUSED));
        records.refused(Problem.of("role-missing", "Not permitted", 403, "This needs a role."));
        records.writeBeforeTheAnswer();

        assertThat(recorded()).singleElement().isInstanceOf(AccessDecided.class);
    }

    @Test
    void aReadOfTheHistoryIsRecordedWithWhatWasAskedAndHowMuchWasAnswered() {
        records.decided(new DecidedRequest("audit.search", "GET", "/api/audit/entries", APPROVER, null, PERMITTED));
        records.answered("text=reboot", 200, 25);
        records.writeBeforeTheAnswer();

        assertThat(recorded())
                .containsExactly(new HistoryRead(
                        "orchestration",
                        "audit.search",
                        "/api/audit/entries",
                        "text=reboot",
                        APPROVER.toAuthority(),
                        "permitted",
                        200,
                        25,
                        NOW));
    }

    @Test
    void aReadThatIsRefusedForItsScopeIsOneEntry() {
        records.decided(
                new DecidedRequest("audit.verify", "GET", "/api/audit/verification", APPROVER, null, PERMITTED));
        records.decided(new DecidedRequest("audit.verify", "GET", "/api/audit/verification", APPROVER, null, REFUSED));
        records.answered(null, 403, 0);
        records.writeBeforeTheAnswer();

        assertThat(recorded())
                .singleElement()
                .isInstanceOfSatisfying(
                        HistoryRead.class, read -> assertThat(read.outcome()).isEqualTo("role-missing"));
    }

    @Test
    void anAnswerToAnythingElseIsNoRead() {
        records.decided(request("orchestration.approve", APPROVER, PERMITTED));
        records.answered("x=y", 200, 1);
        records.writeBeforeTheAnswer();

        assertThat(recorded()).singleElement().isInstanceOf(AccessDecided.class);
    }

    @Test
    void whatAnybodyCouldSendIsNotRecorded() {
        records.decided(request("orchestration.approve", null, null));
        records.writeBeforeTheAnswer();

        assertThat(written()).isEmpty();
    }

    @Test
    void halfCharactersAndAnUnusableKeyAreNoObstacle() {
        RequestRecords troubled = new RequestRecords(
                log, new ServiceIdentity("audit"), Clock.fixed(NOW, ZoneOffset.UTC), correlation, () -> {
                    throw new InvalidRequestException(new Mistake("Idempotency-Key", "this is no UUID", "send one"));
                });
        troubled.decided(new DecidedRequest(null, "POST", "/\ud800" + "x".repeat(1000), APPROVER, null, PERMITTED));
        troubled.writeBeforeTheAnswer();

        assertThat(recorded()).singleElement().isInstanceOfSatisfying(AccessDecided.class, decided -> {
            assertThat(decided.path()).startsWith("/?x").hasSize(500);
            assertThat(decided.site()).isNull();
        });
    }

    @Test
    void whatCannotBeWrittenIsTold() {
        RequestRecords troubled = new RequestRecords(
                new UnreachableStore(log),
                new ServiceIdentity("audit"),
                Clock.fixed(NOW, ZoneOffset.UTC),
                correlation,
                () -> COMMAND);
        troubled.decided(request("orchestration.approve", APPROVER, PERMITTED));

        assertThatThrownBy(troubled::writeBeforeTheAnswer).isInstanceOf(EventStoreException.class);
    }
}
