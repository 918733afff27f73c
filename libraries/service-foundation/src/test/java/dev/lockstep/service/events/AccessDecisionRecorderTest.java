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
import dev.lockstep.contracts.platform.PlatformEvent;
import dev.lockstep.contracts.platform.PlatformEvent.AccessDecided;
import dev.lockstep.contracts.platform.PlatformEvent.AccessDecisionsLost;
import dev.lockstep.eventsourcing.EventCursor;
import dev.lockstep.eventsourcing.EventStoreException;
import dev.lockstep.eventsourcing.memory.InMemoryEventStore;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AccessDecisionRecorderTest {

    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final Principal APPROVER = new Principal(
            "7d1c", "approver", Set.of(Role.APPROVER), Set.of(new Scope.Site("oslo")), Set.of(), "t", NOW, null, NOW);
    private static final Target CLUSTER = Target.cluster("oslo", new ClusterId("contoso:clu01"));
    private static final AccessDecision PERMITTED = new AccessDecision.Permitted();

    private final ContractCodec<PlatformEvent> codec = new ContractCodec<>(PlatformEvent.class);
    private final InMemoryEventStore store = new InMemoryEventStore();
    private final AccessDecisionRecorder recorder = recorder(store);

    private static AccessDecisionRecorder recorder(InMemoryEventStore store) {
        return new AccessDecisionRecorder(
                store, new ServiceIdentity("orchestration"), Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private static DecidedRequest request(String policy, @Nullable Principal who, @Nullable AccessDecision decision) {
        return new DecidedRequest(policy, "POST", "/api/x", who, CLUSTER, decision);
    }

    private List<PlatformEvent> recorded() {
        return store.log().read(EventCursor.START, 10_000).stream()
                .map(event -> codec.decode(event.type(), event.data()))
                .toList();
    }

    private void writeAll() {
        while (recorder.work() > 0) {
            // As the background does it.
        }
    }

    @Test
    void permitsAndRefusalsAreRecordedWithTheAuthorityOfTheMoment() {
        recorder.decided(request("orchestration.approve", APPROVER, PERMITTED));
        recorder.decided(
                request("orchestration.start", APPROVER, AccessDecision.Denied.roleMissing(List.of(Role.OPERATOR))));
        writeAll();

        assertThat(recorded())
                .containsExactly(
                        new AccessDecided(
                                "orchestration",
                                "orchestration.approve",
                                "POST",
                                "/api/x",
                                APPROVER.toAuthority(),
                                "oslo",
                                "contoso",
                                "permitted",
                                List.of(),
                                NOW),
                        new AccessDecided(
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
    }

    @Test
    void whatAnybodyCouldSendAndWhatRunnersDoAllTheTimeIsNotRecorded() {
        recorder.decided(request("orchestration.approve", null, null));
        recorder.decided(request("runner.work", APPROVER, PERMITTED));
        recorder.decided(request("runner.work", APPROVER, AccessDecision.Denied.roleMissing(List.of(Role.RUNNER))));
        writeAll();

        assertThat(recorded())
                .singleElement()
                .isInstanceOfSatisfying(
                        AccessDecided.class,
                        decided -> assertThat(decided.outcome()).isEqualTo("role-missing"));
    }

    @Test
    void decisionsThatFindTheQueueFullAreCounted() {
        for (int i = 0; i < AccessDecisionRecorder.MOST_WAITING + 3; i++) {
            recorder.decided(request("orchestration.approve", APPROVER, PERMITTED));
        }
        writeAll();

        assertThat(recorded())
                .hasSize(AccessDecisionRecorder.MOST_WAITING + 1)
                .contains(new AccessDecisionsLost("orchestration", 3, NOW));
    }

    @Test
    void aPathOfHalfCharactersIsNoObstacle() {
        recorder.decided(new DecidedRequest(null, "POST", "/\ud800" + "x".repeat(1000), APPROVER, null, PERMITTED));
        writeAll();

        assertThat(recorded()).singleElement().isInstanceOfSatisfying(AccessDecided.class, decided -> {
            assertThat(decided.path()).startsWith("/?x").hasSize(500);
            assertThat(decided.site()).isNull();
        });
    }

    @Test
    void whatCouldNotBeWrittenIsWrittenLater() {
        AccessDecisionRecorder troubled = new AccessDecisionRecorder(
                new UnreachableOnce(store), new ServiceIdentity("orchestration"), Clock.fixed(NOW, ZoneOffset.UTC));
        troubled.decided(request("orchestration.approve", APPROVER, PERMITTED));

        assertThatThrownBy(troubled::work).isInstanceOf(EventStoreException.class);
        assertThat(troubled.work()).isEqualTo(1);
        assertThat(recorded()).hasSize(1);
    }
}
