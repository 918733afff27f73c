package dev.lockstep.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What was executed how often, as the lab's own log of started programs tells it. */
final class Executions {

    /** What a person does at a console; whatever else the log holds is a look or a runner's command. */
    private static final Set<String> ATTENDED = Set.of(
            "setup",
            "sysocmgr",
            "shutdown",
            "exchange-wizard",
            "network-connections",
            "comclust",
            "test-mail",
            "dnscmd");

    private Executions() {}

    /** An attempt of a step to have a command executed. */
    private record Attempt(String step, int number, boolean decidedByPersonsOnly) {}

    /**
     * Every command was started at most once for each attempt of a step that orders it; a step that may not be repeated freely has
     * another attempt only when the person decided so; attended acts are the person's to repeat; nothing was granted to two runners.
     */
    static void assertNoneTwice(Scene scene, Person person, String story) throws IOException, SQLException {
        Map<List<String>, List<Attempt>> ordered = attempts(scene);
        Map<List<String>, Integer> commands = new HashMap<>();
        Map<JsonNode, Integer> attended = new HashMap<>();
        for (JsonNode started : Person.commands(scene)) {
            commands.merge(Person.line(started), 1, Integer::sum);
            if (ATTENDED.contains(started.path("program").asText())) {
                attended.merge(attendedAct(started), 1, Integer::sum);
            }
        }
        assertThat(ordered).as(story).hasSizeGreaterThan(10);
        assertThat(attended).as(story).hasSizeGreaterThan(5);
        List<String> tooOften = new ArrayList<>();
        ordered.forEach((line, attempts) -> {
            int times = commands.getOrDefault(line, 0);
            if (times > attempts.size()) {
                tooOften.add("%s %d times in %s".formatted(line, times, attempts));
            }
            attempts.stream()
                    .filter(Attempt::decidedByPersonsOnly)
                    .filter(attempt -> attempt.number() > 1 + person.retries(attempt.step()))
                    .forEach(attempt -> tooOften.add(attempt + ", and nobody had decided so"));
        });
        assertThat(tooOften).as(story).isEmpty();
        assertThat(attended.values().stream().mapToInt(times -> times - 1).sum())
                .as("%s%n%s", story, attended)
                .isLessThanOrEqualTo((int) person.retries());
        assertThat(grantedTwice(scene)).as(story).isEmpty();
    }

    /** The same act reads the same, although its answer file has another name each time. */
    private static JsonNode attendedAct(JsonNode started) {
        return started.path("program").asText().equals("sysocmgr") ? started.path("node") : started;
    }

    /** The command lines that were ordered, each with the attempts that it was ordered for. */
    private static Map<List<String>, List<Attempt>> attempts(Scene scene) throws IOException, SQLException {
        Map<List<String>, List<Attempt>> attempts = new HashMap<>();
        try (Connection database = scene.database("orchestration");
                PreparedStatement statement = database.prepareStatement("""
                        select distinct task.work, task.step, task.attempt, planned ->> 'repeatability' = 'IDEMPOTENT'
                          from task, event_log asked, jsonb_array_elements(asked.data::jsonb -> 'steps') planned
                         where task.purpose = 'EXECUTE' and asked.type = 'lockstep.orchestration.rollout-requested.v1'
                           and planned ->> 'id' = task.step""");
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                List<String> line = new ArrayList<>();
                Scene.parsed(rows.getString(1)).path("argv").forEach(word -> line.add(word.asText()));
                attempts.computeIfAbsent(line, _ -> new ArrayList<>())
                        .add(new Attempt(rows.getString(2), rows.getInt(3), !rows.getBoolean(4)));
            }
        }
        return attempts;
    }

    /** Tasks that were given to a runner twice, and attempts of a step that began to change state again before the last was withdrawn. */
    private static List<String> grantedTwice(Scene scene) throws IOException, SQLException {
        try (Connection database = scene.database("orchestration");
                PreparedStatement statement = database.prepareStatement("""
                        select 'task ' || (data ->> 'task') from event_log
                         where type = 'lockstep.orchestration.task-granted.v1'
                         group by 1 having count(*) > 1
                        union all
                        select 'step ' || (data ->> 'step') || ' ' || (data ->> 'attempt') from event_log
                         where type in ('lockstep.orchestration.step-execution-started.v1',
                                        'lockstep.orchestration.step-waiting.v1')
                         group by 1
                        having count(*) filter (where type like '%started%')
                             - count(*) filter (where data ->> 'cause' = 'RUNNER') > 1""");
                ResultSet rows = statement.executeQuery()) {
            List<String> twice = new ArrayList<>();
            while (rows.next()) {
                twice.add(rows.getString(1));
            }
            return twice;
        }
    }
}
