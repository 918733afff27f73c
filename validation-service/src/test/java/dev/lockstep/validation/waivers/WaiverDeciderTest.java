package dev.lockstep.validation.waivers;

import static dev.lockstep.eventsourcing.testing.DeciderScenario.scenario;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.contracts.Authority;
import dev.lockstep.contracts.ClusterId;
import dev.lockstep.contracts.Severity;
import dev.lockstep.contracts.validation.WaiverEvent;
import dev.lockstep.eventsourcing.Decision;
import dev.lockstep.requirements.Waivers;
import dev.lockstep.requirements.expression.Subject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WaiverDeciderTest {

    private static final ClusterId CLUSTER = new ClusterId("contoso:clu01");
    private static final UUID ID = new UUID(0, 1);
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Instant LATER = NOW.plus(Duration.ofDays(30));
    private static final Authority ANNA = person("anna");
    private static final Authority BERT = person("bert");
    private static final Subject NODE = new Subject(Subject.Kind.NODE, "N1");

    private static final WaiverEvent REQUESTED =
            new WaiverEvent.WaiverRequested(CLUSTER, ID, "NODE-TS-01", "node N1", "no screens", LATER, ANNA, NOW);
    private static final WaiverEvent APPROVED = new WaiverEvent.WaiverApproved(CLUSTER, ID, BERT, NOW);

    private final WaiverDecider decider = new WaiverDecider();

    @Test
    void aRecommendationMayBeWaivedForAWhile() {
        scenario(decider).when(request(Severity.RECOMMENDED, LATER)).thenEvents(REQUESTED);
        scenario(decider)
                .given(REQUESTED)
                .when(new WaiverCommand.Approve(ID, BERT, NOW))
                .thenEvents(APPROVED);
    }

    @ParameterizedTest
    @EnumSource(value = Severity.class, mode = EnumSource.Mode.EXCLUDE, names = "RECOMMENDED")
    void nothingElseMayBeWaived(Severity severity) {
        scenario(decider).when(request(severity, LATER)).thenRefused("not-waivable");
    }

    @Test
    void whatIsAskedForMustMakeSense() {
        scenario(decider).when(request(null, LATER)).thenRefused("unknown-requirement");
        scenario(decider).when(request(Severity.RECOMMENDED, NOW)).thenRefused("expiry-out-of-range");
        scenario(decider)
                .when(request(Severity.RECOMMENDED, NOW.plus(Duration.ofDays(367))))
                .thenRefused("expiry-out-of-range");
        scenario(decider)
                .given(REQUESTED)
                .when(request(Severity.RECOMMENDED, LATER))
                .thenRefused("waiver-exists");
    }

    @Test
    void nobodyApprovesWhatTheyAskedFor() {
        scenario(decider)
                .given(REQUESTED)
                .when(new WaiverCommand.Approve(ID, ANNA, NOW))
                .thenRefused("own-request");
    }

    @Test
    void aWaiverIsDecidedOnceAndInTime() {
        scenario(decider)
                .given(REQUESTED)
                .when(new WaiverCommand.Approve(ID, BERT, LATER))
                .thenRefused("waiver-expired");
        scenario(decider)
                .given(REQUESTED, APPROVED)
                .when(new WaiverCommand.Reject(ID, BERT, "no", NOW))
                .thenRefused("waiver-decided");
        scenario(decider)
                .given(REQUESTED, APPROVED)
                .when(new WaiverCommand.Revoke(ID, ANNA, "mended", LATER))
                .thenRefused("waiver-over");
        scenario(decider).when(new WaiverCommand.Approve(ID, BERT, NOW)).thenRefused("unknown-waiver");
    }

    @Test
    void itCountsFromItsApprovalUntilItExpiresOrIsRevoked() {
        assertThat(book(REQUESTED).at(NOW).waiver("NODE-TS-01", NODE)).isEmpty();
        assertThat(book(REQUESTED, APPROVED).at(NOW).waiver("NODE-TS-01", NODE))
                .contains(new Waivers.Waiver("bert", LATER, "no screens"));
        assertThat(book(REQUESTED, APPROVED).at(LATER.minusNanos(1)).waiver("NODE-TS-01", NODE))
                .isPresent();
        assertThat(book(REQUESTED, APPROVED).at(LATER).waiver("NODE-TS-01", NODE))
                .isEmpty();
        assertThat(book(REQUESTED, APPROVED).at(NOW).waiver("NODE-TS-01", new Subject(Subject.Kind.NODE, "N2")))
                .isEmpty();
        assertThat(book(REQUESTED, APPROVED).at(NOW).waiver("HW-STOR-01", NODE)).isEmpty();
        assertThat(book(REQUESTED, APPROVED, new WaiverEvent.WaiverRevoked(CLUSTER, ID, ANNA, NOW, "mended"))
                        .at(NOW)
                        .waiver("NODE-TS-01", NODE))
                .isEmpty();
    }

    @Property
    void nothingCountsThatTwoPeopleDidNotAgreeOn(@ForAll("commands") List<WaiverCommand> commands) {
        WaiverBook book = WaiverBook.EMPTY;
        List<WaiverEvent> happened = new ArrayList<>();
        for (WaiverCommand command : commands) {
            if (decider.decide(book, command) instanceof Decision.Accepted<WaiverEvent>(List<WaiverEvent> events)) {
                for (WaiverEvent event : events) {
                    book = decider.evolve(book, event);
                    happened.add(event);
                }
            }
        }
        for (Waiver waiver : book.waivers().values()) {
            if (waiver.counts(NOW)) {
                assertThat(waiver.decidedBy()).isNotNull().isNotEqualTo(waiver.requestedBy());
                assertThat(happened)
                        .noneMatch(event -> event.waiver().equals(waiver.id())
                                && (event instanceof WaiverEvent.WaiverRejected
                                        || event instanceof WaiverEvent.WaiverRevoked));
            }
        }
    }

    @Provide
    static Arbitrary<List<WaiverCommand>> commands() {
        Arbitrary<UUID> ids = Arbitraries.of(new UUID(0, 1), new UUID(0, 2));
        Arbitrary<Authority> people = Arbitraries.of(ANNA, BERT);
        Arbitrary<Severity> severities = Arbitraries.of(Severity.class);
        Arbitrary<WaiverCommand> requests = severities.flatMap(severity -> ids.flatMap(id -> people.map(
                by -> new WaiverCommand.Request(CLUSTER, id, "NODE-TS-01", severity, null, "reason", LATER, by, NOW))));
        Arbitrary<WaiverCommand> decisions = ids.flatMap(id -> people.flatMap(by -> Arbitraries.of(
                new WaiverCommand.Approve(id, by, NOW),
                new WaiverCommand.Reject(id, by, "no", NOW),
                new WaiverCommand.Revoke(id, by, "no", NOW))));
        return Arbitraries.oneOf(requests, decisions).list().ofMaxSize(12);
    }

    private static WaiverCommand request(@Nullable Severity severity, Instant expiresAt) {
        return new WaiverCommand.Request(
                CLUSTER, ID, "NODE-TS-01", severity, "node N1", "no screens", expiresAt, ANNA, NOW);
    }

    private static WaiverBook book(WaiverEvent... events) {
        WaiverBook book = WaiverBook.EMPTY;
        for (WaiverEvent event : events) {
            book = book.after(event);
        }
        return book;
    }

    private static Authority person(String name) {
        return new Authority("subject-" + name, name, new TreeSet<>(), new TreeSet<>(), new TreeSet<>(), null, null);
    }
}
