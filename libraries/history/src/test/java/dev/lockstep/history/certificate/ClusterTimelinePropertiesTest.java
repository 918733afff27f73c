package dev.lockstep.history.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.statistics.Statistics;

/** Whatever a cluster's history is: the overlaps named are exactly those that intervals on a line have. */
class ClusterTimelinePropertiesTest {

    /** What a history is made of: a step starts, or ends in one way or another. */
    record Move(int rollout, int step, Kind kind) {
        enum Kind {
            START,
            COMPLETE,
            RELEASE,
            HOLD,
            LOSE_SIGHT,
            ABORT
        }

        UUID rolloutId() {
            return new UUID(0, rollout);
        }

        String stepId() {
            return "s" + step;
        }
    }

    @Provide
    Arbitrary<List<Move>> anyHistory() {
        Arbitrary<Move.Kind> kinds = Arbitraries.frequency(
                Tuple.of(5, Move.Kind.START),
                Tuple.of(4, Move.Kind.COMPLETE),
                Tuple.of(1, Move.Kind.RELEASE),
                Tuple.of(1, Move.Kind.HOLD),
                Tuple.of(1, Move.Kind.LOSE_SIGHT),
                Tuple.of(1, Move.Kind.ABORT));
        return Combinators.combine(
                        Arbitraries.integers().between(0, 2),
                        Arbitraries.integers().between(0, 2),
                        kinds)
                .as(Move::new)
                .list()
                .ofMaxSize(25);
    }

    @Provide
    Arbitrary<List<Move>> orderlyHistory() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 2),
                        Arbitraries.integers().between(0, 2),
                        Arbitraries.of(Move.Kind.COMPLETE, Move.Kind.RELEASE, Move.Kind.HOLD, Move.Kind.ABORT))
                .as(Move::new)
                .list()
                .ofMaxSize(20)
                .map(ends -> ends.stream()
                        .flatMap(end -> Stream.of(new Move(end.rollout(), end.step(), Move.Kind.START), end))
                        .toList());
    }

    private static ClusterTimeline timeline(List<Move> moves) {
        RolloutScript script = new RolloutScript();
        for (Move move : moves) {
            switch (move.kind()) {
                case START ->
                    script.granted(move.rolloutId(), move.stepId()).executing(move.rolloutId(), move.stepId());
                case COMPLETE -> script.completed(move.rolloutId(), move.stepId());
                case RELEASE -> script.released(move.rolloutId(), move.stepId());
                case HOLD -> script.held(move.rolloutId(), move.stepId(), false);
                case LOSE_SIGHT -> script.held(move.rolloutId(), move.stepId(), true);
                case ABORT -> script.aborted(move.rolloutId());
            }
        }
        return ClusterTimeline.of(script.entries());
    }

    /** Intervals on the line of moves: which move starts one and which ends it. */
    private record Interval(int from, int to) {
        boolean meets(Interval other) {
            return from < other.to && other.from < to;
        }
    }

    private static List<Interval> intervals(List<Move> moves) {
        List<Interval> intervals = new ArrayList<>();
        for (int from = 0; from < moves.size(); from++) {
            Move start = moves.get(from);
            if (start.kind() == Move.Kind.START) {
                int to = from + 1;
                while (to < moves.size() && !ends(moves.get(to), start)) {
                    to++;
                }
                intervals.add(new Interval(from, to));
            }
        }
        return intervals;
    }

    private static boolean ends(Move move, Move start) {
        return move.rollout() == start.rollout()
                && (move.kind() == Move.Kind.ABORT
                        || (move.step() == start.step() && move.kind() != Move.Kind.LOSE_SIGHT));
    }

    private static Set<String> pairs(List<Move> moves) {
        List<Interval> intervals = intervals(moves);
        Set<String> pairs = new TreeSet<>();
        for (int second = 0; second < intervals.size(); second++) {
            for (int first = 0; first < second; first++) {
                if (intervals.get(first).meets(intervals.get(second))) {
                    pairs.add(first + " and " + second);
                }
            }
        }
        return pairs;
    }

    private static Set<String> named(ClusterTimeline timeline) {
        Map<Long, Integer> places = new HashMap<>();
        timeline.executions().forEach(execution -> places.put(execution.startEntry(), places.size()));
        return timeline.violations().stream()
                .filter(Violation.Overlap.class::isInstance)
                .map(Violation.Overlap.class::cast)
                .map(overlap -> places.get(overlap.first().startEntry()) + " and "
                        + places.get(overlap.second().startEntry()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Property(tries = 1_000)
    void namesExactlyThePairsThatOverlap(@ForAll("anyHistory") List<Move> moves) {
        Set<String> expected = pairs(moves);
        Statistics.collect(expected.isEmpty() ? "no overlap" : "overlap");

        assertThat(named(timeline(moves))).isEqualTo(expected);
    }

    @Property(tries = 300)
    void findsNothingWhereOneFollowsTheOther(@ForAll("orderlyHistory") List<Move> moves) {
        ClusterTimeline timeline = timeline(moves);

        assertThat(timeline.violations()).isEmpty();
        assertThat(timeline.executions())
                .hasSize(moves.size() / 2)
                .allSatisfy(execution -> assertThat(execution.end()).isNotNull());
    }
}
