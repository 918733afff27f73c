package dev.lockstep.validation.reports;

import dev.lockstep.access.http.Policy;
import dev.lockstep.requirements.Operation;
import dev.lockstep.requirements.Report;
import dev.lockstep.requirements.expression.InventoryFacts;
import dev.lockstep.validation.verdicts.ClusterVerdicts;
import dev.lockstep.validation.view.KnownCluster;
import dev.lockstep.validation.view.VisibleClusters;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reports on a cluster as it is known now. */
@Produces(MediaType.APPLICATION_JSON)
@Path("/api/validation/clusters/{cluster}/report")
public class ReportsResource {

    @Inject
    VisibleClusters clusters;

    @Inject
    ClusterVerdicts verdicts;

    @Inject
    Clock clock;

    /**
     * Evaluates the requirements of a scenario at stages.
     *
     * @param stages 1 or more; PLAN when none is given
     * @param subject the node, virtual server or domain that the step is about
     * @param operator the account that performs the step
     * @param targetBuild the Exchange build that is to be installed
     */
    @GET
    @Policy("validation.report")
    public ClusterReport report(
            @PathParam("cluster") String cluster,
            @QueryParam("scenario") @DefaultValue("NEW") String scenario,
            @QueryParam("stage") List<String> stages,
            @QueryParam("subject") @Nullable String subject,
            @QueryParam("operator") @Nullable String operator,
            @QueryParam("targetBuild") @Nullable String targetBuild) {
        KnownCluster known = clusters.require(cluster);
        Operation operation = AskedOperation.of(scenario, stages, subject, operator, targetBuild);
        InventoryFacts facts = clusters.facts(known);
        AskedOperation.check(operation, verdicts.catalogue(known.id()), facts);
        Instant now = clock.instant();
        Report report = verdicts.report(known.id(), facts, operation, now);
        return ClusterReport.of(known.id(), known.versions(), operation, report);
    }
}
