package dev.lockstep.procedures;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.contracts.inventory.FactPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A virtual server that was upgraded only goes to nodes that were, because no command takes its upgrade back (catalogue X-UPG-NOBACK-01).
 * Planning keeps the rule for the state that it foresees; this asks again, right before a group is moved, for the state that is recorded.
 */
public final class NoWayBack {

    private static final String RULE = "(no way back, X-UPG-NOBACK-01)";
    private static final String MOVE_TO = "/moveto:";

    private NoWayBack() {}

    private record Move(String group, String node) {}

    /**
     * Why a step must not move a group where it does; empty when it may, or moves none. Where no build is recorded of the node that it
     * moves to, the step's requirements decide and not this.
     *
     * @param organization the organization's document, as recorded
     * @param cluster the cluster's document, as recorded
     */
    public static Optional<String> objection(PlanStep step, JsonNode organization, JsonNode cluster) {
        return objection(moves(step), organization, cluster);
    }

    /** Why a step must not be taken back by its command: like {@link #objection}, of the move that the command makes. */
    public static Optional<String> objectionToUndo(PlanStep step, JsonNode organization, JsonNode cluster) {
        PlanStep.Reversibility.Undo undo = step.reversibility().byCommand();
        return undo == null ? Optional.empty() : objection(moves(undo.command()), organization, cluster);
    }

    /** Whether a step moves groups, or is taken back by moving one, so that the rule is about it. */
    public static boolean concerns(PlanStep step) {
        PlanStep.Reversibility.Undo undo = step.reversibility().byCommand();
        return !moves(step).isEmpty() || (undo != null && !moves(undo.command()).isEmpty());
    }

    private static Optional<String> objection(List<Move> moves, JsonNode organization, JsonNode cluster) {
        if (moves.isEmpty()) {
            return Optional.empty();
        }
        Picture picture = new Picture(organization, cluster);
        return moves.stream().flatMap(move -> objection(move, picture).stream()).findFirst();
    }

    private static Optional<String> objection(Move move, Picture picture) {
        Optional<Builds.Version> there = picture.buildOn(move.node()).flatMap(Builds::version);
        Optional<JsonNode> server = picture.createdVirtualServer(move.group());
        if (there.isEmpty() || server.isEmpty()) {
            return Optional.empty();
        }
        String name = Picture.name(server.get());
        String build = picture.buildOn(move.node()).orElseThrow();
        Optional<Builds.Version> own = picture.buildOf(server.get()).flatMap(Builds::version);
        if (own.isPresent()) {
            return own.get().compareTo(there.get()) > 0
                    ? Optional.of("%s is upgraded to %s and must not go to %s, which has %s %s"
                            .formatted(name, picture.buildOf(server.get()).orElseThrow(), move.node(), build, RULE))
                    : Optional.empty();
        }
        return newest(picture)
                        .filter(newest -> newest.compareTo(there.get()) > 0)
                        .isPresent()
                ? Optional.of(
                        "%s must not go to %s, which has %s: other nodes have a newer build, and whether %s is upgraded is not recorded %s"
                                .formatted(name, move.node(), build, name, RULE))
                : Optional.empty();
    }

    private static Optional<Builds.Version> newest(Picture picture) {
        return picture.nodes().stream()
                .flatMap(node -> picture.buildOn(Picture.name(node)).flatMap(Builds::version).stream())
                .max(Builds.Version::compareTo);
    }

    /** What a step will have moved: what its plan says that it does, whoever moves it, and what its command does, whatever the plan says. */
    private static List<Move> moves(PlanStep step) {
        return Stream.concat(
                        step.effects().stream().flatMap(effect -> move(effect).stream()),
                        moves(step.command()).stream())
                .distinct()
                .toList();
    }

    private static Optional<Move> move(PlanStep.Effect effect) {
        FactPath path = effect.path();
        List<String> segments = path.segments();
        return segments.size() == 3
                        && segments.getFirst().equals("groups")
                        && segments.getLast().equals("owner")
                        && effect.value().isTextual()
                ? Optional.of(new Move(segments.get(1), effect.value().asText()))
                : Optional.empty();
    }

    private static List<Move> moves(List<String> command) {
        List<Move> moves = new ArrayList<>();
        int group = command.indexOf("group");
        if (group >= 0 && group + 1 < command.size()) {
            command.stream()
                    .flatMap(argument -> argument.startsWith(MOVE_TO)
                            ? Stream.of(argument.substring(MOVE_TO.length()))
                            : Stream.empty())
                    .forEach(node -> moves.add(new Move(command.get(group + 1), node)));
        }
        return moves;
    }
}
