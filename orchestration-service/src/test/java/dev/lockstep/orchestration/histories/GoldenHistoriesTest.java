package dev.lockstep.orchestration.histories;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.contracts.orchestration.RolloutEvent;
import dev.lockstep.contracts.orchestration.RolloutEvent.RolloutRequested;
import dev.lockstep.orchestration.rollout.Rollout;
import dev.lockstep.orchestration.rollout.RolloutDecider;
import dev.lockstep.procedures.Conditions;
import dev.lockstep.procedures.Plan;
import dev.lockstep.procedures.WhatIf;
import dev.lockstep.procedures.WhatIf.Forecast;
import dev.lockstep.requirements.RequirementEngine;
import dev.lockstep.requirements.catalogue.Catalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whole rollouts of every scenario, recorded once and replayed in each build: what was recorded is still read and leads to the same end,
 * and the planner and the decider still make the same history of the same document. Run with {@code -Dlockstep.approve=true} to record
 * them anew, and read what changed before it is committed.
 */
class GoldenHistoriesTest {

    private static final Path RECORDED = Path.of("src/test/resources/histories");

    private final Conditions conditions = new Conditions();
    private final RolloutDecider decider = new RolloutDecider();

    /** A rollout that was recorded. */
    enum Recorded {
        NEW_FOUR_NODES("contoso-clu01.yaml", ""),
        NEW_ONE_NODE_HOSTED_NAMESPACE("contoso/clu06.yaml", ""),
        NEW_ONE_NODE_TWO_NAMESPACES_BEHIND_A_FRONT_END("contoso/clu06.yaml", "") {
            @Override
            ObjectNode prepared(ObjectNode document) {
                ObjectNode organization = (ObjectNode) document.path("organization");
                organization
                        .putArray("hostedNamespaces")
                        .add("tailspintoys.com")
                        .add("wingtiptoys.com");
                organization
                        .withArray("/servers")
                        .addObject()
                        .put("name", "FE1")
                        .put("product", "EXCHANGE_2003")
                        .put("build", "6.5.6944")
                        .put("clustered", false)
                        .put("domain", "corp.contoso.com")
                        .put("ag", "First Administrative Group")
                        .put("role", "FRONT_END")
                        .put("address", "10.10.0.50");
                ((ObjectNode) organization.at("/dns/aRecords")).put("tailspintoys.com", "10.10.0.50");
                return document;
            }
        },
        UPG_TWO_ACTIVE_NODES("contoso-clu02.yaml", ""),
        UPG_TWO_ACTIVE_NODES_TAKEN_BACK("contoso-clu02.yaml", "move-evsa-to-e2k-n2 keep-evsa-off-e2k-n2"),
        UPG_ACTIVE_AND_PASSIVE_NODE("contoso/clu03.yaml", ""),
        UPG_FOUR_NODES("contoso/clu04.yaml", ""),
        UPG_ONE_NODE("contoso/clu05.yaml", ""),
        SP_TWO_ACTIVE_NODES("contoso-clu02.yaml", "") {
            @Override
            ObjectNode prepared(ObjectNode document) {
                document.at("/cluster/nodes").forEach(node -> onExchange2003((ObjectNode) node.path("exchange")));
                document.at("/organization/servers").forEach(server -> onExchange2003((ObjectNode) server));
                ((ObjectNode) document.path("operation")).put("scenario", "SP").put("targetBuild", "6.5.7638");
                return document;
            }
        },
        MIX_ACTIVE_AND_PASSIVE_NODE("contoso/clu08.yaml", ""),
        MIG55_NEW_CLUSTER("contoso/clu09.yaml", "");

        private final String document;
        private final String takenBack;

        /** @param takenBack steps that are taken back and carried out again, separated by blanks */
        Recorded(String document, String takenBack) {
            this.document = document;
            this.takenBack = takenBack;
        }

        ObjectNode prepared(ObjectNode read) {
            return read;
        }

        private static void onExchange2003(ObjectNode facts) {
            if (facts.path("product").asText().equals("EXCHANGE_2000")) {
                facts.put("product", "EXCHANGE_2003").put("build", "6.5.6944");
            }
        }

        Path file() {
            return RECORDED.resolve(name().toLowerCase(java.util.Locale.ROOT).replace('_', '-') + ".history");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aNewRunMakesTheRecordedHistory(Recorded recorded) throws IOException {
        List<String> lines = RecordedHistory.lines(run(recorded));

        if (Boolean.getBoolean("lockstep.approve")) {
            Files.createDirectories(RECORDED);
            Files.write(recorded.file(), lines);
        }
        assertThat(lines).isEqualTo(Files.readAllLines(recorded.file()));
    }

    @ParameterizedTest
    @EnumSource
    void theRecordedHistoryLeadsToItsEnd(Recorded recorded) throws IOException {
        List<RolloutEvent> events = RecordedHistory.events(Files.readAllLines(recorded.file()));
        RolloutRequested request = (RolloutRequested) events.getFirst();

        Rollout end = folded(events);

        assertThat(end.status()).isEqualTo(Rollout.Status.COMPLETED);
        assertThat(end.next()).isEqualTo(request.steps().size());
        assertThat(end.current()).isNull();
        assertThat(end.skipped()).isEqualTo(skipped(events));
        assertThat(inProgressTogether(events))
                .as("steps that changed state while another did")
                .isEmpty();
    }

    private Rollout folded(List<RolloutEvent> events) {
        Rollout state = decider.initial();
        for (RolloutEvent event : events) {
            state = decider.evolve(state, event);
        }
        return state;
    }

    private static Set<String> skipped(List<RolloutEvent> events) {
        Set<String> skipped = new HashSet<>();
        for (RolloutEvent event : events) {
            if (event instanceof RolloutEvent.StepSkipped each) {
                skipped.add(each.step());
            }
        }
        return skipped;
    }

    private static List<String> inProgressTogether(List<RolloutEvent> events) {
        List<String> together = new ArrayList<>();
        Set<String> changing = new HashSet<>();
        for (RolloutEvent event : events) {
            switch (event) {
                case RolloutEvent.StepExecutionStarted started -> {
                    if (!changing.isEmpty()) {
                        together.add(started.step());
                    }
                    changing.add(started.step());
                }
                case RolloutEvent.StepCompleted completed -> changing.remove(completed.step());
                case RolloutEvent.StepUndone undone -> changing.remove(undone.step());
                default -> {
                    // Neither begins nor ends a change of state.
                }
            }
        }
        return together;
    }

    private List<RolloutEvent> run(Recorded recorded) throws IOException {
        ObjectNode document = recorded.prepared(PlannedScenario.read(recorded.document));
        JsonNode organization = document.path("organization");
        JsonNode cluster = document.path("cluster");
        Plan plan = PlannedScenario.plan(document);
        Forecast forecast =
                new WhatIf(new RequirementEngine(Catalogue.standard()), conditions).of(plan, organization, cluster);
        return new SimulatedRollout(plan, forecast, Set.of(recorded.takenBack.split(" "))).carriedOut();
    }
}
