package dev.lockstep.systemtests;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The operator who is asked when a step is held. Looks at the data centre first: what was begun is verified again, what was
 * never begun is done again; what verification did not see either is done again.
 */
final class Person {

    private final Scene scene;
    private final List<String> decisions = new ArrayList<>();

    Person(Scene scene) {
        this.scene = scene;
    }

    /** Decides about a held step; when the platform cannot hear it at the moment, the next look decides anew. */
    void decide(String rollout, String step) throws IOException {
        boolean verifiedBefore = decisions.contains("verify_again " + step);
        String decision;
        try {
            decision = !verifiedBefore && begun(rollout, step) ? "verify_again" : "retry";
        } catch (SQLException databaseIsAway) {
            return;
        }
        CommandLineRun run = scene.run(
                "rollout", "decide", rollout, step, decision, "--reason", "I looked at it.", "--as", "operator");
        if (run.exitCode() == 0) {
            decisions.add(decision + " " + step);
        }
    }

    /** Whether a step's command was started in the data centre; of attended work it is taken for granted. */
    private boolean begun(String rollout, String step) throws IOException, SQLException {
        try (Connection database = scene.database("orchestration");
                PreparedStatement statement = database.prepareStatement("""
                        select work from task where rollout = ?::uuid and step = ? and purpose = 'EXECUTE'
                         order by attempt desc limit 1""")) {
            statement.setString(1, rollout);
            statement.setString(2, step);
            try (ResultSet row = statement.executeQuery()) {
                return !row.next() || started(Scene.parsed(row.getString(1)).path("argv"));
            }
        }
    }

    private boolean started(JsonNode argv) throws IOException {
        List<String> wanted = new ArrayList<>();
        argv.forEach(word -> wanted.add(word.asText()));
        for (JsonNode command : commands(scene)) {
            if (line(command).equals(wanted)) {
                return true;
            }
        }
        return false;
    }

    /** A started program as a command line. */
    static List<String> line(JsonNode command) {
        List<String> line = new ArrayList<>(List.of(command.path("program").asText()));
        command.path("arguments").forEach(word -> line.add(word.asText()));
        return line;
    }

    /** Every program that was started in the data centre, in order. */
    static List<JsonNode> commands(Scene scene) throws IOException {
        Path log = scene.state().resolve("data/lab/commands.jsonl");
        return Files.readAllLines(log).stream().map(Scene::parsed).toList();
    }

    /** How often it had a step carried out again, which nobody but a person may decide. */
    long retries() {
        return decisions.stream().filter(each -> each.startsWith("retry ")).count();
    }

    /** How often it had that step carried out again. */
    long retries(String step) {
        return decisions.stream().filter(each -> each.equals("retry " + step)).count();
    }

    /** The steps that were held, so that somebody had to decide. */
    Set<String> stepsDecidedOn() {
        return decisions.stream()
                .map(decision -> decision.substring(decision.indexOf(' ') + 1))
                .collect(Collectors.toSet());
    }

    @Override
    public String toString() {
        return decisions.toString();
    }
}
