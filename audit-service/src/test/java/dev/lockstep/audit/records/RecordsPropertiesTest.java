package dev.lockstep.audit.records;

import static dev.lockstep.history.certificate.RolloutScript.authority;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.audit.records.RecordsCommand.Candidate;
import dev.lockstep.contracts.records.HoldSubject;
import dev.lockstep.contracts.records.RecordsEvent;
import dev.lockstep.contracts.records.RecordsEvent.DataGivenUp;
import dev.lockstep.contracts.records.RecordsEvent.GivenUp;
import dev.lockstep.eventsourcing.Decision;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever is placed and lifted in whatever order: what stands holds, and nothing else does. */
class RecordsPropertiesTest {

    private static final Instant NOW = Instant.parse("2027-01-01T00:00:00Z");
    private static final Duration PERIOD = Duration.ofDays(100);

    /** A hold of one of a few subjects, by one of two persons, or an attempt to lift one. */
    record Act(int hold, boolean places, HoldSubject on, String by) {}

    @Provide
    Arbitrary<List<Act>> acts() {
        Arbitrary<HoldSubject> subjects = Arbitraries.of(
                new HoldSubject(HoldSubject.Kind.ORGANIZATION, "contoso"),
                new HoldSubject(HoldSubject.Kind.ORGANIZATION, "fabrikam"),
                new HoldSubject(HoldSubject.Kind.CLUSTER, "contoso:clu01"),
                new HoldSubject(HoldSubject.Kind.CLUSTER, "contoso:clu02"),
                new HoldSubject(HoldSubject.Kind.ROLLOUT, new UUID(0, 1).toString()));
        return Combinators.combine(
                        Arbitraries.integers().between(0, 4),
                        Arbitraries.of(true, false),
                        subjects,
                        Arbitraries.of("anna", "bert"))
                .as(Act::new)
                .list()
                .ofMaxSize(15);
    }

    @Provide
    Arbitrary<List<Candidate>> candidates() {
        return Combinators.combine(
                        Arbitraries.longs().between(0, 1_000),
                        Arbitraries.of("contoso:clu01", "contoso:clu02", "fabrikam:clu01"),
                        Arbitraries.longs().between(0, 2),
                        Arbitraries.longs().between(0, 200))
                .as((entry, cluster, rollout, days) -> new Candidate(
                        new GivenUp(
                                entry,
                                "0".repeat(64),
                                cluster.substring(0, cluster.indexOf(':')),
                                rollout == 0 ? null : new UUID(0, rollout),
                                null),
                        cluster,
                        NOW.minus(Duration.ofDays(days))))
                .list()
                .ofMinSize(1)
                .ofMaxSize(20);
    }

    @Property(tries = 500)
    void whatStandsHoldsAndNothingElseDoes(
            @ForAll("acts") List<Act> acts, @ForAll("candidates") List<Candidate> candidates) {
        RecordsDecider decider = new RecordsDecider();
        Records records = decider.initial();
        List<Act> standing = new ArrayList<>();
        Set<Integer> used = new HashSet<>();
        for (Act act : acts) {
            UUID hold = new UUID(9, act.hold());
            RecordsCommand command = act.places()
                    ? new RecordsCommand.PlaceHold(hold, act.on(), "r", authority(act.by(), "auditor"), NOW)
                    : new RecordsCommand.LiftHold(hold, "r", authority(act.by(), "auditor"), NOW);
            if (act.places() && used.add(act.hold())) {
                standing.add(act);
            } else if (!act.places()) {
                standing.removeIf(
                        placed -> placed.hold() == act.hold() && !placed.by().equals(act.by()));
            }
            if (decider.decide(records, command) instanceof Decision.Accepted<RecordsEvent>(var events)) {
                for (RecordsEvent event : events) {
                    records = decider.evolve(records, event);
                }
            }
        }
        List<GivenUp> expected = candidates.stream()
                .filter(candidate -> !candidate.time().isAfter(NOW.minus(PERIOD)))
                .filter(candidate -> standing.stream().noneMatch(hold -> mentions(candidate, hold.on())))
                .map(Candidate::data)
                .toList();

        Decision<RecordsEvent> decision =
                decider.decide(records, new RecordsCommand.GiveUp("k", PERIOD, candidates, NOW));

        assertThat(decision)
                .isEqualTo(
                        expected.isEmpty()
                                ? Decision.accept()
                                : Decision.accept(new DataGivenUp("k", PERIOD, expected, NOW)));
    }

    private static boolean mentions(Candidate candidate, HoldSubject subject) {
        return List.of(
                        "organization " + candidate.data().organization(),
                        "cluster " + candidate.cluster(),
                        "rollout " + candidate.data().rollout())
                .contains(subject.toString());
    }
}
