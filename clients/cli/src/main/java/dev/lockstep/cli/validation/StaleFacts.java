package dev.lockstep.cli.validation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.cli.command.Json;
import dev.lockstep.contracts.inventory.DocumentKind;
import dev.lockstep.contracts.inventory.FactPath;
import dev.lockstep.requirements.dictionary.FactDefinition;
import dev.lockstep.requirements.dictionary.FactsDictionary;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What makes the facts of a recorded cluster fresh again that a report found too old: nothing has to be wrong with them. */
final class StaleFacts {

    /** Of more paths than this the objects are named that they are facts of. */
    private static final int MOST_PATHS = 40;

    private static final String ORGANIZATION = "organization/";
    private static final String CLUSTER = "cluster/";

    private StaleFacts() {}

    /** Lines for people; empty when no fact is too old, or when the report is not about a recorded cluster. */
    static List<String> advice(JsonNode report) {
        String cluster = Json.text(report, "cluster");
        if (cluster.isEmpty() || report.path("stale").isEmpty()) {
            return List.of();
        }
        List<String> ofOrganization = new ArrayList<>();
        List<String> ofCluster = new ArrayList<>();
        List<String> ofApprovers = new ArrayList<>();
        for (JsonNode fact : report.path("stale")) {
            String path = fact.asText();
            if (isAnApprovers(path)) {
                ofApprovers.add(path.substring(path.indexOf('/')));
                continue;
            }
            (path.startsWith(ORGANIZATION) ? ofOrganization : ofCluster).add(path.substring(path.indexOf('/')));
        }
        int count = report.path("stale").size();
        List<String> lines = new ArrayList<>();
        lines.add("%d fact%s only too old. Before each step of a rollout its runner looks again at what tools expose."
                .formatted(count, count == 1 ? " is" : "s are"));
        if (ofOrganization.size() + ofCluster.size() > 0) {
            lines.add("Where nothing has changed, a person's word makes them fresh:");
        }
        if (!ofOrganization.isEmpty()) {
            lines.add("  " + command(cluster.substring(0, cluster.indexOf(':')), ofOrganization));
        }
        if (!ofCluster.isEmpty()) {
            lines.add("  " + command(cluster, ofCluster));
        }
        ofApprovers.forEach(path -> lines.add("An approver confirms: lockstep confirm-fact %s %s VALUE --reason 'why'"
                .formatted(cluster, quoted(path))));
        return lines;
    }

    private static boolean isAnApprovers(String path) {
        return path.startsWith(CLUSTER)
                && FactsDictionary.standard()
                        .definition(DocumentKind.CLUSTER, FactPath.parse(path.substring(CLUSTER.length() - 1)))
                        .filter(FactDefinition::approversOnly)
                        .isPresent();
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
