package dev.lockstep.cli.rollout;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.cli.command.Json;
import dev.lockstep.cli.planning.PlanText;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * A rollout as people follow it.
 *
 * @param id identifies it
 * @param cluster on which cluster
 * @param planHash the plan that is carried out
 * @param status where it stands as a whole
 * @param waitingFor why it does not go on by itself at this moment, or empty
 * @param steps in the order of the plan
 * @param json everything that the service tells
 */
public record RolloutView(
        String id,
        String cluster,
        String planHash,
        String status,
        String waitingFor,
        List<StepView> steps,
        JsonNode json) {

    private static final Set<String> ENDED = Set.of("COMPLETED", "ABORTED", "REJECTED");

    static RolloutView of(JsonNode json) {
        return new RolloutView(
                Json.text(json, "id"),
                Json.text(json, "cluster"),
                Json.text(json, "planHash"),
                Json.text(json, "status"),
                Json.text(json, "waitingFor"),
                StreamSupport.stream(json.path("steps").spliterator(), false)
                        .map(StepView::of)
                        .toList(),
                json);
    }

    /** The proposal that a held step counts as done, if one stands. */
    Optional<String> proposal(String step) {
        return StreamSupport.stream(json.path("steps").spliterator(), false)
                .filter(each -> Json.text(each, "id").equals(step))
                .map(each -> Json.text(each, "proposal.id"))
                .filter(id -> !id.isEmpty())
                .findFirst();
    }

    /** Whether nothing will happen any more. */
    public boolean ended() {
        return ENDED.contains(status);
    }

    /** Whether every step was completed or needed none. */
    public boolean completed() {
        return status.equals("COMPLETED");
    }

    /** How many steps are behind it. */
    public long stepsBehind() {
        return steps.stream().filter(StepView::behind).count();
    }

    /** How far it is, in words: what was skipped is not counted as done, nor what was only marked as done. */
    public String progress() {
        String skipped = counted("SKIPPED", "skipped");
        String marked = counted("MARKED_DONE", "marked done");
        return "%d done%s%s of %d steps".formatted(count("COMPLETED"), skipped, marked, steps.size());
    }

    private String counted(String status, String words) {
        long count = count(status);
        return count == 0 ? "" : ", %d %s".formatted(count, words);
    }

    private long count(String status) {
        return steps.stream().filter(step -> step.status().equals(status)).count();
    }

    /** The step whose turn it is. */
    public Optional<StepView> current() {
        return steps.stream().filter(step -> !step.behind() && !step.ahead()).findFirst();
    }

    /**
     * One step.
     *
     * @param id unique within the plan
     * @param title in one line
     * @param place the node, virtual server or cluster it acts on
     * @param actor who or what carries it out
     * @param status where it stands
     * @param waitingFor what it waits for, or empty
     * @param begunAt when its turn came, or null when it has not come
     * @param endedAt when it was behind, or null when it is not
     */
    public record StepView(
            String id,
            String title,
            String place,
            String actor,
            String status,
            String waitingFor,
            @Nullable Instant begunAt,
            @Nullable Instant endedAt) {

        private static final Set<String> BEHIND = Set.of("COMPLETED", "SKIPPED", "MARKED_DONE");
        private static final Set<String> AHEAD = Set.of("PENDING", "");

        static StepView of(JsonNode step) {
            return new StepView(
                    Json.text(step, "id"),
                    Json.text(step, "title"),
                    PlanText.place(step),
                    Json.text(step, "actor"),
                    Json.text(step, "status"),
                    Json.text(step, "waitingFor"),
                    instant(step, "begunAt"),
                    instant(step, "endedAt"));
        }

        private static @Nullable Instant instant(JsonNode step, String name) {
            String text = Json.text(step, name);
            return text.isEmpty() ? null : Instant.parse(text);
        }

        /** Whether it needs nothing more. */
        public boolean behind() {
            return BEHIND.contains(status);
        }

        /** Whether its turn has not come. */
        public boolean ahead() {
            return AHEAD.contains(status);
        }
    }
}
