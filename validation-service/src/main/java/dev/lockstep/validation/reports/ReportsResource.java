package dev.lockstep.validation.reports;

import dev.lockstep.access.Target;
import dev.lockstep.access.http.Access;
import dev.lockstep.access.http.Policy;
import dev.lockstep.contracts.ClusterId;
import dev.lockstep.contracts.Scenario;
import dev.lockstep.contracts.Stage;
import dev.lockstep.requirements.Operation;
import dev.lockstep.requirements.Report;
import dev.lockstep.requirements.RequirementEngine;
import dev.lockstep.requirements.Waivers;
import dev.lockstep.requirements.expression.InventoryFacts;
import dev.lockstep.requirements.expression.Subject;
import dev.lockstep.service.http.InvalidRequestException;
import dev.lockstep.service.http.Mistake;
import dev.lockstep.service.http.ProblemException;
import dev.lockstep.validation.view.KnownCluster;
import dev.lockstep.validation.view.KnownInventory;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reports on a cluster as it is known now. */
@Produces(MediaType.APPLICATION_JSON)
@Path("/api/validation/clusters/{cluster}/report")
public class ReportsResource {

    @Inject
    Access access;

    @Inject
    KnownInventory inventory;

    @Inject
    RequirementEngine engine;

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
        KnownCluster known = known(cluster);
        Operation operation = Operation.of(scenario(scenario), stages(stages), subject, operator, build(targetBuild));
        InventoryFacts facts = inventory
                .facts(known.id(), known.versions())
                .orElseThrow(
                        () -> new IllegalStateException("the latest versions of %s are gone".formatted(known.id())));
        checkSubject(facts, subject);
        Report report = engine.evaluate(facts, operation, clock.instant(), Waivers.none());
        return ClusterReport.of(known.id(), known.versions(), operation, report);
    }

    private KnownCluster known(String text) {
        ClusterId id;
        try {
            id = new ClusterId(text.toLowerCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            access.require(Target.platform());
            throw ProblemException.notFound("cluster '%s'".formatted(text));
        }
        KnownCluster known = inventory.cluster(id).orElse(null);
        access.require(known == null ? Target.organization(id.organization()) : known.target());
        if (known == null) {
            throw ProblemException.notFound("cluster '%s' that validation knows of".formatted(id));
        }
        return known;
    }

    private static Scenario scenario(String text) {
        return Arrays.stream(Scenario.values())
                .filter(scenario -> scenario.name().equals(text))
                .findFirst()
                .orElseThrow(() -> new InvalidRequestException(new Mistake(
                        "scenario",
                        "there is no scenario '%s'".formatted(text),
                        "use one of " + Arrays.toString(Scenario.values()))));
    }

    private static List<Stage> stages(List<String> codes) {
        if (codes.isEmpty()) {
            return List.of(Stage.PLAN);
        }
        return codes.stream().distinct().map(ReportsResource::stage).toList();
    }

    private static Stage stage(String code) {
        try {
            return Stage.of(code);
        } catch (IllegalArgumentException e) {
            throw new InvalidRequestException(
                    new Mistake("stage", String.valueOf(e.getMessage()), "use one of these"), e);
        }
    }

    private static @Nullable String build(@Nullable String text) {
        if (text != null && !text.matches("[0-9]{1,6}(\\.[0-9]{1,6}){1,3}")) {
            throw new InvalidRequestException(
                    new Mistake("targetBuild", "'%s' is no build".formatted(text), "write it as 6.5.6944"));
        }
        return text;
    }

    private static void checkSubject(InventoryFacts facts, @Nullable String subject) {
        boolean exists = subject == null
                || Stream.of(Subject.Kind.NODE, Subject.Kind.EVS, Subject.Kind.DOMAIN)
                        .flatMap(kind -> facts.subjects(kind).stream())
                        .anyMatch(candidate -> candidate.name().equals(subject));
        if (!exists) {
            throw new InvalidRequestException(new Mistake(
                    "subject",
                    "the cluster has no node, virtual server or domain '%s'".formatted(subject),
                    "use the name as it stands in the inventory"));
        }
    }
}
