package dev.lockstep.cli.validation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.cli.command.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What makes the facts of a recorded cluster fresh again that a report found too old: nothing has to be wrong with them. */
final class StaleFacts {

    /** Of more paths than this the objects are named that they are facts of. */
    private static final int MOST_PATHS = 40;

    private static final String ORGANIZATION = "organization/";

    private StaleFacts() {}

    /** Lines for people; empty when no fact is too old, or when the report is not about a recorded cluster. */
    static List<String> advice(JsonNode report) {
        String cluster = Json.text(report, "cluster");
        if (cluster.isEmpty() || report.path("stale").isEmpty()) {
            return List.of();
        }
        List<String> ofOrganization = new ArrayList<>();
        List<String> ofCluster = new ArrayList<>();
        for (JsonNode fact : report.path("stale")) {
            String path = fact.asText();
            (path.startsWith(ORGANIZATION) ? ofOrganization : ofCluster).add(path.substring(path.indexOf('/')));
        }
        int count = report.path("stale").size();
        List<String> lines = new ArrayList<>();
        lines.add("%d fact%s only too old. Before each step of a rollout its runner looks again at what tools expose."
                .formatted(count, count == 1 ? " is" : "s are"));
        lines.add("Where nothing has changed, a person's word makes them fresh:");
        if (!ofOrganization.isEmpty()) {
            lines.add("  " + command(cluster.substring(0, cluster.indexOf(':')), ofOrganization));
        }
        if (!ofCluster.isEmpty()) {
            lines.add("  " + command(cluster, ofCluster));
        }
        return lines;
    }

    private static String command(String target, List<String> paths) {
        boolean many = paths.size() > MOST_PATHS;
        String named = paths.stream()
                .map(path -> many ? objectOf(path) : path)
                .distinct()
                .map(StaleFacts::quoted)
                .collect(Collectors.joining(" "));
        return "lockstep attest-facts %s %s --reason 'how it is known'%s"
                .formatted(target, named, many ? "    # every fact of these that ages" : "");
    }

    /** The first two members of a path, such as {@code /nodes/E2K3-N1}. */
    private static String objectOf(String path) {
        int second = path.indexOf('/', 1);
        int third = second < 0 ? -1 : path.indexOf('/', second + 1);
        return third < 0 ? path : path.substring(0, third);
    }

    private static String quoted(String path) {
        return path.matches("[A-Za-z0-9/._:+-]+") ? path : "'" + path.replace("'", "'\\''") + "'";
    }
}
