package dev.lockstep.orchestration.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.lockstep.contracts.ClusterId;
import dev.lockstep.contracts.Scenario;
import dev.lockstep.contracts.Stage;
import dev.lockstep.contracts.inventory.DocumentKind;
import dev.lockstep.contracts.inventory.FactPath;
import dev.lockstep.contracts.orchestration.FailureClass;
import dev.lockstep.contracts.orchestration.Repeatability;
import dev.lockstep.contracts.work.Work;
import dev.lockstep.procedures.Plan;
import dev.lockstep.procedures.PlanStep;
import dev.lockstep.procedures.PlanStep.ActorKind;
import dev.lockstep.procedures.PlanStep.Effect;
import dev.lockstep.procedures.PlanStep.Look;
import dev.lockstep.procedures.PlanStep.Reversibility;
import dev.lockstep.procedures.PlanStep.Skip;
import dev.lockstep.service.testing.RealServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The gate of a move is open, and what is recorded says that the virtual server has no way to where the step leads. */
@QuarkusTest
@QuarkusTestResource(RealServers.class)
class ForbiddenMoveTest extends PlayedClusters {

    private static final String MOVE = "move-evsa-to-n2";
    private static final List<String> COMMAND = List.of("cluster", "/cluster:CLU", "group", "EVSA", "/moveto:N2");

    @Override
    List<PlayedSite> sites() {
        return List.of();
    }

    /** An upgraded virtual server on the first of two nodes. */
    private PlayedSite registered(@Nullable String buildOfSecondNode) {
        ClusterId cluster =
                new ClusterId("org%s:clu".formatted(UUID.randomUUID().toString().substring(0, 8)));
        PlayedSite site = new PlayedSite(cluster);
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        ObjectNode organization = document.putObject("organization").put("name", "Org");
        organization.putArray("servers").addObject().put("name", "MAIL").put("build", "6.5.6944");
        ObjectNode recorded = document.putObject("cluster").put("name", "CLU");
        var nodes = recorded.putArray("nodes");
        nodes.addObject().put("name", "N1").putObject("exchange").put("build", "6.5.6944");
        ObjectNode second = nodes.addObject().put("name", "N2");
        if (buildOfSecondNode != null) {
            second.putObject("exchange").put("build", buildOfSecondNode);
        }
        recorded.putArray("groups").addObject().put("name", "EVSA").put("owner", "N1");
        recorded.putArray("evs")
                .addObject()
                .put("name", "EVSA")
                .put("group", "EVSA")
                .put("networkName", "MAIL")
                .put("state", "ONLINE");
        platform.register(cluster, site.site, document);
        await().atMost(Duration.ofMinutes(2))
                .until(() -> inventory.latest(cluster).isPresent());
        return site;
    }

    private String started(PlayedSite site) {
        List<Look> looks = List.of(new Look("test", List.of("look", "N1"), Map.of(), null, null));
        PlanStep move = new PlanStep(
                MOVE,
                "Move EVSA to N2",
                Stage.UN,
                "MOVE_GROUP",
                "CLU",
                null,
                "EVSA",
                null,
                ActorKind.AUTOMATIC,
                COMMAND,
                List.of(),
                Map.of(),
                null,
                List.of(),
                List.of("cluster " + site.cluster),
                List.of(Stage.CLUS),
                null,
                looks,
                looks,
                new Skip(null, null, null),
                "cluster.groups.exists(g, g.name == \"EVSA\" && g.owner == \"N2\")",
                Duration.ofMinutes(1),
                Duration.ofMinutes(1),
                1,
                FailureClass.HOLD,
                Repeatability.IDEMPOTENT,
                new Reversibility(Reversibility.Kind.REVERSIBLE, null, null),
                List.of(new Effect(
                        DocumentKind.CLUSTER, FactPath.of("groups", "EVSA", "owner"), TextNode.valueOf("N2"))));
        Plan plan = new Plan(
                        "", Scenario.UPG, "test", "1", site.cluster, "CLU", "6.5.6944", null, List.of(), List.of(move))
                .withOwnHash();
        return site.started(site.keep(plan, plans, inventory));
    }

    @Test
    void anUpgradedVirtualServerIsNotSentToAnOldNode() {
        PlayedSite site = registered("6.0.6249");
        String id = started(site);

        site.look(id, MOVE);

        Api.awaitStatus(id, MOVE, "HELD");
        assertThat(Api.get(Api.COORDINATOR, "/rollouts/" + id).<String>path("waitingFor"))
                .contains("EVSA is upgraded to 6.5.6944 and must not go to N2, which has 6.0.6249", "X-UPG-NOBACK-01");
        assertThat(Api.get(Api.COORDINATOR, "/rollouts/" + id).<List<Object>>path("locks"))
                .isEmpty();
        assertThat(site.tryLease()).isEmpty();
        Api.decide(id, MOVE, "RETRY", "N2 is still old");
        site.look(id, MOVE);
        Api.awaitStatus(id, MOVE, "HELD");
    }

    @Test
    void whereNoBuildIsRecordedTheGateDecides() {
        PlayedSite site = registered(null);
        String id = started(site);

        site.look(id, MOVE);

        assertThat(site.lease(id, MOVE).work()).isEqualTo(new Work.Execute(COMMAND));
    }
}
