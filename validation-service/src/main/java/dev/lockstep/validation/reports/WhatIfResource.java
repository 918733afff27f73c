package dev.lockstep.validation.reports;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.lockstep.access.http.Access;
import dev.lockstep.access.http.Policy;
import dev.lockstep.contracts.Confidence;
import dev.lockstep.contracts.inventory.FactTree;
import dev.lockstep.contracts.inventory.Provenance;
import dev.lockstep.requirements.Operation;
import dev.lockstep.requirements.Report;
import dev.lockstep.requirements.expression.InventoryFacts;
import dev.lockstep.requirements.whatif.Assumption;
import dev.lockstep.requirements.whatif.Hypothesis;
import dev.lockstep.service.http.InvalidRequestException;
import dev.lockstep.service.http.Mistake;
import dev.lockstep.validation.verdicts.ClusterVerdicts;
import dev.lockstep.validation.view.KnownCluster;
import dev.lockstep.validation.view.KnownInventory;
import dev.lockstep.validation.view.VisibleClusters;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reports on a cluster as it would be if some facts were others. Nothing is recorded. */
@Produces(MediaType.APPLICATION_JSON)
@Path("/api/validation/clusters/{cluster}/what-if")
public class WhatIfResource {

    private static final int MOST_ASSUMPTIONS = 500;

    @Inject
    Access access;

    @Inject
    VisibleClusters clusters;

    @Inject
    KnownInventory inventory;

    @Inject
    ClusterVerdicts verdicts;

    @Inject
    Clock clock;

    /**
     * What would be.
     *
     * @param scenario NEW when absent
     * @param stages PLAN when absent
     * @param subject the node, virtual server or domain that the step is about
     * @param operator the account that performs the step
     * @param targetBuild the Exchange build that is to be installed
     * @param with the facts that would be others, at most 500
     */
    public record Question(
            @Nullable String scenario,
            @Nullable List<String> stages,
            @Nullable String subject,
            @Nullable String operator,
            @Nullable String targetBuild,
            @Nullable List<Item> with) {}

    /**
     * A fact that would be another.
     *
     * @param path for example {@code cluster/nodes/E2K3-N1/os/sp}
     * @param value what it would be; null or absent when it, or everything below the path, would not be there
     */
    public record Item(@Nullable String path, @Nullable JsonNode value) {}

    /** Evaluates the requirements on the latest facts with those that are assumed laid over them. */
    @POST
    @Policy("validation.report")
    public ClusterReport ask(@PathParam("cluster") String cluster, Question question) {
        KnownCluster known = clusters.require(cluster);
        Operation operation = AskedOperation.of(
                question.scenario() == null ? "NEW" : question.scenario(),
                question.stages() == null ? List.of() : question.stages(),
                question.subject(),
                question.operator(),
                question.targetBuild());
        Instant now = clock.instant();
        InventoryFacts facts = future(known, question.with() == null ? List.of() : question.with(), now);
        AskedOperation.check(operation, verdicts.catalogue(known.id()), facts);
        Report report = verdicts.report(known.id(), facts, operation, now);
        return ClusterReport.of(known.id(), known.versions(), operation, report);
    }

    private InventoryFacts future(KnownCluster known, List<Item> items, Instant now) {
        KnownInventory.Trees trees = inventory
                .trees(known.id(), known.versions())
                .orElseThrow(
                        () -> new IllegalStateException("the latest versions of %s are gone".formatted(known.id())));
        Provenance assumed = new Provenance("what if", now, access.principal().name(), Confidence.ATTESTED);
        return switch (new Hypothesis(assumptions(items)).applyTo(trees.organization(), trees.cluster(), assumed)) {
            case Hypothesis.Future.Facts(FactTree organization, FactTree own) -> InventoryFacts.of(organization, own);
            case Hypothesis.Future.Refused refused ->
                throw new InvalidRequestException(refused.mistakes().stream()
                        .map(mistake -> new Mistake(mistake.place(), mistake.what(), mistake.remedy()))
                        .toList());
        };
    }

    private static List<Assumption> assumptions(List<Item> items) {
        if (items.size() > MOST_ASSUMPTIONS) {
            throw new InvalidRequestException(
                    new Mistake("/with", "more than %d facts are assumed".formatted(MOST_ASSUMPTIONS), "assume fewer"));
        }
        List<Assumption> assumptions = new ArrayList<>();
        List<Mistake> mistakes = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            Item item = items.get(i);
            try {
                String path = item == null || item.path() == null ? "" : item.path();
                JsonNode value = item == null || item.value() == null ? NullNode.getInstance() : item.value();
                assumptions.add(Assumption.of(path, value));
            } catch (IllegalArgumentException e) {
                mistakes.add(new Mistake(
                        "/with/%d/path".formatted(i),
                        String.valueOf(e.getMessage()),
                        "write it as in a report, such as cluster/nodes/E2K3-N1/os/sp"));
            }
        }
        if (!mistakes.isEmpty()) {
            throw new InvalidRequestException(mistakes);
        }
        return assumptions;
    }
}
