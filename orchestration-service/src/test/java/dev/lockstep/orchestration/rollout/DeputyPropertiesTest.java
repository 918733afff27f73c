package dev.lockstep.orchestration.rollout;

import static dev.lockstep.orchestration.deputy.Arranged.FULL;
import static dev.lockstep.orchestration.deputy.Arranged.NOW;
import static dev.lockstep.orchestration.deputy.Arranged.ORGANIZATION;
import static dev.lockstep.orchestration.deputy.Arranged.approver;
import static dev.lockstep.orchestration.rollout.RandomCommands.CLUSTER;
import static dev.lockstep.orchestration.rollout.RandomCommands.PLAN;
import static dev.lockstep.orchestration.rollout.RandomCommands.ROLLOUT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.contracts.Authority;
import dev.lockstep.contracts.orchestration.Approval;
import dev.lockstep.contracts.orchestration.ApprovalEvent.ApprovalGateRequested;
import dev.lockstep.contracts.orchestration.ApprovalEvent.ApprovalsRequired;
import dev.lockstep.contracts.orchestration.ApprovalEvent.ApprovedAsDeputy;
import dev.lockstep.contracts.orchestration.ApprovalEvent.RolloutApproved;
import dev.lockstep.contracts.orchestration.DeputyEvent;
import dev.lockstep.contracts.orchestration.Mandate;
import dev.lockstep.contracts.orchestration.RolloutEvent;
import dev.lockstep.eventsourcing.Decision;
import dev.lockstep.orchestration.deputy.Arrangement;
import dev.lockstep.orchestration.deputy.ArrangementCommand;
import dev.lockstep.orchestration.deputy.ArrangementDecider;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.statistics.Statistics;
import org.jspecify.annotations.Nullable;

/** Whoever appoints, agrees, ends, approves and withdraws in whatever order: nobody counts twice, and nothing rests on less than it says. */
class DeputyPropertiesTest {

    private static final List<String> PEOPLE = List.of("coordinator", "lena", "dora", "sven", "erik");
    private static final List<String> SOMETIMES_WITHOUT = List.of("dora", "erik");

    private final RolloutDecider rollouts = new RolloutDecider();
    private final ArrangementDecider arrangements = new ArrangementDecider();

    /** What a run of random commands left behind, as events and nothing else. */
    private static final class Course {
        private final Random random;
        private final List<List<DeputyEvent>> arranged = new ArrayList<>();
        private final List<Arrangement> standing = new ArrayList<>();
        private final List<RolloutEvent> events = new ArrayList<>();
        private Rollout state = Rollout.none();
        private Instant now = NOW;

        private Course(long seed) {
            random = new Random(seed);
        }

        private Authority somebody() {
            String name = PEOPLE.get(random.nextInt(PEOPLE.size()));
            return SOMETIMES_WITHOUT.contains(name) && random.nextBoolean() ? approver(name) : approver(name, FULL);
        }

        private void see(RolloutEvent event) {
            state = RolloutEvolution.evolve(state, event);
            events.add(event);
        }
    }

    @Property(tries = 300)
    void noTwoApprovalsThatCountHaveAPersonInCommon(@ForAll long seed) {
        Course course = new Course(seed);
        begin(course);
        for (int i = 0; i < 60; i++) {
            course.now = course.now.plusSeconds(course.random.nextInt(400));
            move(course);

            List<Set<String>> counting = countingPersons(course);
            Set<String> all = new HashSet<>();
            counting.forEach(all::addAll);
            assertThat(all).hasSize(counting.stream().mapToInt(Set::size).sum());
            assertThat(all).doesNotContain("coordinator");
        }
        Statistics.label("approvals by deputies")
                .collect(course.events.stream().anyMatch(ApprovedAsDeputy.class::isInstance))
                .coverage(often -> often.check(true).percentage(share -> share > 10));
    }

    @Property(tries = 300)
    void everyDeputysApprovalRestsOnAnArrangementInForceThatThreePeopleMade(@ForAll long seed) {
        Course course = new Course(seed);
        begin(course);
        for (int i = 0; i < 60; i++) {
            course.now = course.now.plusSeconds(course.random.nextInt(400));
            int before = course.events.size();
            move(course);

            for (RolloutEvent event : course.events.subList(before, course.events.size())) {
                if (event instanceof ApprovedAsDeputy approved) {
                    assertRests(approved, course);
                }
            }
        }
    }

    private static void assertRests(ApprovedAsDeputy approved, Course course) {
        Mandate mandate = approved.mandate();
        Approval approval = approved.approval();
        List<DeputyEvent> told = course.arranged.stream()
                .filter(events ->
                        !events.isEmpty() && events.getFirst().arrangement().equals(mandate.arrangement()))
                .findFirst()
                .orElseThrow();
        assertThat(told)
                .contains(new DeputyEvent.DeputyAgreed(
                        ORGANIZATION, mandate.arrangement(), "fine", mandate.agreedBy(), mandate.agreedAt()))
                .noneMatch(DeputyEvent.DeputyEnded.class::isInstance);
        assertThat(told.getFirst()).isInstanceOfSatisfying(DeputyEvent.DeputyAppointed.class, appointed -> {
            assertThat(appointed.deputy()).isEqualTo(approval.approver().name());
            assertThat(appointed.appointedBy()).isEqualTo(mandate.lender());
            assertThat(appointed.delegations()).isEqualTo(mandate.delegations());
        });
        assertThat(Set.of(
                        approval.approver().subject(),
                        mandate.lender().subject(),
                        mandate.agreedBy().subject()))
                .hasSize(3);
        assertThat(mandate.lender().delegations()).containsAll(mandate.delegations());
        assertThat(mandate.agreedBy().delegations()).containsAll(mandate.delegations());
        assertThat(mandate.delegations()).contains(FULL);
        assertThat(approval.decidedAt())
                .isBetween(mandate.from(), mandate.until().minusNanos(1))
                .isAfterOrEqualTo(mandate.agreedAt());
    }

    private static List<Set<String>> countingPersons(Course course) {
        Map<Approval, Set<String>> persons = new HashMap<>();
        for (RolloutEvent event : course.events) {
            switch (event) {
                case RolloutApproved(var _, var _, Approval approval) ->
                    persons.put(approval, Set.of(approval.approver().subject()));
                case ApprovedAsDeputy(var _, var _, var _, Approval approval, Mandate mandate) ->
                    persons.put(
                            approval,
                            Set.of(
                                    approval.approver().subject(),
                                    mandate.lender().subject()));
                default -> {
                    // Nobody approved.
                }
            }
        }
        return course.state.approvals().counting("plan", course.now).stream()
                .map(persons::get)
                .collect(Collectors.toList());
    }

    private void begin(Course course) {
        course.see(RandomCommands.request(NOW));
        course.see(new ApprovalsRequired(
                CLUSTER,
                ROLLOUT,
                List.of(RolloutDeciderTest.need(
                        "plan", 3, List.of("check", "command", "once", "person", "last"), FULL))));
    }

    private void move(Course course) {
        Random random = course.random;
        switch (random.nextInt(6)) {
            case 0 -> appoint(course);
            case 1 -> agreeOrEnd(course);
            case 2 -> {
                if (random.nextInt(3) == 0) {
                    decide(course, new RolloutCommand.WithdrawApproval(course.somebody(), "seen more", course.now));
                }
            }
            case 3 -> approve(course, course.somebody(), null);
            default -> {
                Arrangement arrangement = course.standing.isEmpty()
                        ? Arrangement.NONE
                        : course.standing.get(random.nextInt(course.standing.size()));
                boolean rightful = arrangement.exists() && random.nextInt(4) != 0;
                approve(course, rightful ? approver(arrangement.required().deputy()) : course.somebody(), arrangement);
            }
        }
    }

    private void approve(Course course, Authority by, @Nullable Arrangement arrangement) {
        course.see(new ApprovalGateRequested(
                CLUSTER,
                ROLLOUT,
                RolloutDeciderTest.GATE,
                RolloutDeciderTest.ASKED.scenario(),
                RolloutDeciderTest.ASKED.stages(),
                null,
                RolloutDeciderTest.ASKED.targetBuild(),
                RolloutDeciderTest.ASKED.versions(),
                course.now));
        decide(
                course,
                new RolloutCommand.Approve(PLAN, by, "", Set.of(), RolloutDeciderTest.OPEN, arrangement, course.now));
    }

    private void decide(Course course, RolloutCommand command) {
        if (rollouts.decide(course.state, command) instanceof Decision.Accepted<RolloutEvent>(var events)) {
            events.forEach(course::see);
        }
    }

    private void appoint(Course course) {
        String deputy = PEOPLE.get(course.random.nextInt(PEOPLE.size()));
        Instant from = course.now.plusSeconds(course.random.nextInt(1_000) - 300L);
        course.arranged.add(new ArrayList<>());
        course.standing.add(Arrangement.NONE);
        arrange(
                course,
                course.standing.size() - 1,
                new ArrangementCommand.Appoint(
                        ORGANIZATION,
                        new UUID(6, course.standing.size()),
                        null,
                        deputy,
                        from,
                        from.plusSeconds(course.random.nextInt(20_000)),
                        "away",
                        course.somebody(),
                        course.now));
    }

    private void agreeOrEnd(Course course) {
        if (course.standing.isEmpty()) {
            return;
        }
        int which = course.random.nextInt(course.standing.size());
        arrange(
                course,
                which,
                course.random.nextInt(6) == 0
                        ? new ArrangementCommand.End("back", course.somebody(), course.now)
                        : new ArrangementCommand.Agree(
                                "fine",
                                course.random.nextBoolean() ? approver("sven", FULL) : course.somebody(),
                                course.now));
    }

    private void arrange(Course course, int which, ArrangementCommand command) {
        Arrangement state = course.standing.get(which);
        if (arrangements.decide(state, command) instanceof Decision.Accepted<DeputyEvent>(var events)) {
            for (DeputyEvent event : events) {
                state = arrangements.evolve(state, event);
                course.arranged.get(which).add(event);
            }
            course.standing.set(which, state);
        }
    }
}
