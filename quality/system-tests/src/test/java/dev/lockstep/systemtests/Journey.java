package dev.lockstep.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.lab.world.Cluster;
import dev.lockstep.lab.world.ExchangeInstall;
import dev.lockstep.lab.world.GroupState;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a rollout should lead a cluster, and on which way.
 *
 * @param cluster name
 * @param scenario of the plan
 * @param target build of Exchange that the plan leads to
 * @param build of Exchange that every node and every virtual server of the cluster has afterwards
 * @param order steps that are carried out, in their order; others may stand between them
 * @param acts what is done at the consoles of the data centre, in its order: node, program and what the line begins with; others may
 *     stand between them
 * @param owners the node that each virtual server is on afterwards
 * @param mounted each disk that is mounted in a folder, with the disk that carries the folder and on which it depends
 */
record Journey(
        String cluster,
        String scenario,
        String target,
        String build,
        List<String> order,
        List<String> acts,
        Map<String, String> owners,
        Map<String, String> mounted) {

    Journey {
        order = List.copyOf(order);
        acts = List.copyOf(acts);
        owners = Map.copyOf(owners);
        mounted = Map.copyOf(mounted);
    }

    /** One of a cluster whose disks all have letters. */
    Journey(
            String cluster,
            String scenario,
            String target,
            String build,
            List<String> order,
            List<String> acts,
            Map<String, String> owners) {
        this(cluster, scenario, target, build, order, acts, owners, Map.of());
    }

    String id() {
        return "contoso:" + cluster.toLowerCase(java.util.Locale.ROOT);
    }

    /**
     * What came of it.
     *
     * @param rollout id
     * @param completed the steps that were carried out, in their order
     * @param after the cluster as it really is
     * @param acts everything that was done in the data centre until then, in its order
     * @param certificate what the history says about the rollout
     */
    record Result(String rollout, List<String> completed, Cluster after, List<String> acts, JsonNode certificate) {}

    /** The way was the right one, the cluster is as it should be, and the history alone proves that the rules were kept. */
    void assertArrived(Result result) {
        assertThat(result.completed()).as(cluster).containsSubsequence(order);
        assertThat(result.acts().stream().map(this::expected).flatMap(Optional::stream))
                .as(cluster)
                .containsSubsequence(acts);
        assertCluster(result.after());
        assertThat(result.certificate().path("outcome").asText()).as(cluster).isEqualTo("COMPLETED");
        assertThat(result.certificate().path("held").asBoolean())
                .as("%s %s", cluster, result.certificate().toPrettyString())
                .isTrue();
        assertThat(result.certificate().path("steps"))
                .as("steps that changed something in the history of " + cluster)
                .hasSizeGreaterThanOrEqualTo(acts.size());
        assertThat(result.certificate().has("markedDone")).as(cluster).isFalse();
    }

    /** The expected act that an act is, if it is one. */
    private Optional<String> expected(String act) {
        return acts.stream()
                .filter(each -> Pattern.matches(Pattern.quote(each) + "( .*)?", act))
                .findFirst();
    }

    private void assertCluster(Cluster after) {
        assertThat(after.nodes())
                .as(cluster)
                .allSatisfy(node ->
                        assertThat(node.installed().map(ExchangeInstall::build)).hasValue(build));
        assertThat(after.virtualServers())
                .as(cluster)
                .hasSize(owners.size())
                .allSatisfy(server -> assertThat(server.build()).isEqualTo(build));
        owners.forEach((server, owner) -> assertThat(after.group(server))
                .as(cluster)
                .hasValueSatisfying(group -> {
                    assertThat(group.owner()).isEqualTo(owner);
                    assertThat(group.state()).isEqualTo(GroupState.ONLINE);
                }));
        mounted.forEach((disk, carrier) -> assertThat(after.resource(disk))
                .as(cluster)
                .hasValueSatisfying(resource -> assertThat(resource.dependsOn()).containsExactly(carrier)));
    }
}
