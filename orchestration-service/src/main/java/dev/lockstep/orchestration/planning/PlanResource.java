package dev.lockstep.orchestration.planning;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.access.Reach;
import dev.lockstep.access.Target;
import dev.lockstep.access.http.Access;
import dev.lockstep.access.http.Policy;
import dev.lockstep.contracts.ClusterId;
import dev.lockstep.contracts.InventoryVersions;
import dev.lockstep.contracts.Problem;
import dev.lockstep.contracts.Scenario;
import dev.lockstep.orchestration.approval.PoliciesInForce;
import dev.lockstep.orchestration.inventoryview.InventoryView;
import dev.lockstep.orchestration.inventoryview.InventoryView.Recorded;
import dev.lockstep.procedures.Plan;
import dev.lockstep.procedures.PlanTarget;
import dev.lockstep.procedures.Planning;
import dev.lockstep.service.http.InvalidRequestException;
import dev.lockstep.service.http.Mistake;
import dev.lockstep.service.http.ProblemException;
import dev.lockstep.service.http.RequestContext;
import dev.lockstep.service.paging.Page;
import dev.lockstep.service.paging.PageRequest;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Plans over HTTP. */
@Produces(MediaType.APPLICATION_JSON)
@Path("/api/orchestration/plans")
public class PlanResource {

    /** The build of Exchange Server 2003 as first released; taken when a request names none. */
    static final String DEFAULT_BUILD = "6.5.6944";

    private static final int MOST_ATTENDED = 1_000;

    @Inject
    RecordedPlanning planning;

    @Inject
    Plans plans;

    @Inject
    InventoryView inventory;

    @Inject
    PoliciesInForce policies;

    @Inject
    Access access;

    @Inject
    RequestContext request;

    /**
     * What to plan.
     *
     * @param cluster the recorded cluster
     * @param scenario what to do with it
     * @param targetBuild the Exchange build to lead to; {@value #DEFAULT_BUILD} when absent
     * @param operator the account that carries attended steps out, as the permission requirements name it
     * @param attend actions and ids of automatic steps that a person carries out instead; none when absent, at most {@value #MOST_ATTENDED}
     * @param versions plan at exactly these versions of the inventory; the latest when absent
     */
    public record PlanRequest(
            @Nullable ClusterId cluster,
            @Nullable Scenario scenario,
            @Nullable String targetBuild,
            @Nullable String operator,
            @Nullable List<@Nullable String> attend,
            @Nullable InventoryVersions versions) {}

    /** Makes a plan and keeps it. */
    @POST
    @Policy("orchestration.plan")
    public ObjectNode plan(PlanRequest wanted) {
        ClusterId cluster = required(wanted.cluster());
        Optional<Recorded> latest = inventory.latest(cluster);
        access.require(latest.map(recorded -> Target.cluster(recorded.site(), cluster))
                .orElseGet(() -> Target.organization(cluster.organization())));
        InventoryVersions versions = wanted.versions();
        Recorded recorded = (versions == null ? latest : inventory.at(cluster, versions))
                .orElseThrow(() -> ProblemException.notFound(
                        versions == null
                                ? "cluster '%s' in the recorded inventory".formatted(cluster)
                                : "inventory of '%s' at these versions".formatted(cluster)));
        PlanTarget target = new PlanTarget(
                Objects.requireNonNullElse(wanted.scenario(), Scenario.NEW),
                Objects.requireNonNullElse(wanted.targetBuild(), DEFAULT_BUILD),
                wanted.operator(),
                attended(wanted.attend()));
        return switch (planning.plan(recorded, target)) {
            case Planning.Planned(Plan plan) -> {
                plans.keep(
                        plan,
                        recorded.site(),
                        recorded.versions(),
                        access.principal().toAuthority(),
                        request.command(cluster.value()));
                yield plan.toJson();
            }
            case Planning.NoPlan(List<String> reasons) ->
                throw new ProblemException(Problem.of(
                                "no-plan",
                                "No plan is possible",
                                422,
                                "Nothing leads from what is recorded to the target: " + String.join("; ", reasons)
                                        + ".")
                        .with("reasons", reasons));
        };
    }

    private static List<String> attended(@Nullable List<@Nullable String> names) {
        if (names == null) {
            return List.of();
        }
        if (names.size() > MOST_ATTENDED) {
            throw new InvalidRequestException(new Mistake(
                    "/attend",
                    "%d names are too many".formatted(names.size()),
                    "name at most %d; an action stands for all its steps".formatted(MOST_ATTENDED)));
        }
        List<String> attended = new ArrayList<>();
        for (String name : names) {
            if (name == null || name.isBlank()) {
                throw new InvalidRequestException(new Mistake(
                        "/attend/" + attended.size(), "it is empty", "name an action or a step of the plan"));
            }
            attended.add(name);
        }
        return attended;
    }

    private static ClusterId required(@Nullable ClusterId cluster) {
        if (cluster == null) {
            throw new InvalidRequestException(
                    new Mistake("/cluster", "no cluster is named", "name one, for example contoso:clu01"));
        }
        return cluster;
    }

    /** The plans that were made, newest first. */
    @GET
    @Policy("orchestration.list")
    public Page<StoredPlan> list(@QueryParam("cluster") @Nullable String cluster, @BeanParam PageRequest page) {
        List<StoredPlan> found = plans.list(
                Reach.of(access.filtered()), cluster, page.afterNumber().orElse(Long.MAX_VALUE), page.limit() + 1);
        return Page.of(found, page, plan -> Long.toString(plan.number()));
    }

    /** One plan. */
    @GET
    @Path("/{hash}")
    @Policy("orchestration.read")
    public ObjectNode find(@PathParam("hash") String hash) {
        return visible(hash).toJson();
    }

    /**
     * What is different in a plan from an older one for the same cluster.
     *
     * @param from the older plan's hash
     */
    @GET
    @Path("/{hash}/difference")
    @Policy("orchestration.read")
    public PlanDifference difference(@PathParam("hash") String hash, @QueryParam("from") @Nullable String from) {
        Plan newer = visible(hash);
        if (from == null) {
            throw new InvalidRequestException(new Mistake("from", "no older plan is named", "give its hash: ?from=…"));
        }
        Plan older = visible(from);
        if (!older.cluster().equals(newer.cluster())) {
            throw new InvalidRequestException(new Mistake(
                    "from",
                    "this plan is for the cluster %s".formatted(older.cluster()),
                    "name a plan for the cluster %s".formatted(newer.cluster())));
        }
        return PlanDifference.between(older, newer, policies::needs);
    }

    private Plan visible(String hash) {
        Optional<Plans.PlanAtSite> found = plans.find(hash);
        access.require(found.map(plan -> Target.cluster(plan.site(), plan.plan().cluster()))
                .orElseGet(Target::platform));
        return found.orElseThrow(() -> ProblemException.notFound("plan '%s'".formatted(hash)))
                .plan();
    }
}
