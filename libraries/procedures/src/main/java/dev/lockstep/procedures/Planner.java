package dev.lockstep.procedures;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.contracts.ClusterId;
import dev.lockstep.contracts.OrganizationId;
import dev.lockstep.procedures.Procedure.Block;
import dev.lockstep.procedures.Procedure.Condition;
import dev.lockstep.procedures.Procedure.Element;
import dev.lockstep.procedures.Procedure.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Makes plans: a deterministic function of the procedure, the inventory document and the target. It reads no clock and keeps no
 * state.
 */
public final class Planner {

    private final ProcedureLibrary library;
    private final Predicates predicates;

    /**
     * @param predicates tells which steps are true already; the plan lists them with the reason
     */
    public Planner(ProcedureLibrary library, Predicates predicates) {
        this.library = library;
        this.predicates = predicates;
    }

    /** The plan that leads to the target, or why there is none. */
    public Planning plan(JsonNode organization, JsonNode cluster, PlanTarget target) {
        Picture picture = new Picture(organization, cluster);
        List<Procedure> candidates = library.procedures(target.scenario());
        Optional<Procedure> procedure = candidates.stream()
                .filter(candidate -> candidate.path() == null
                        || picture.decidedPath()
                                .filter(candidate.path()::equals)
                                .isPresent())
                .findFirst();
        if (procedure.isEmpty()) {
            return new Planning.NoPlan(List.of(
                    "a person has to decide which way is taken, and to record it as the cluster's migrationPath: %s"
                            .formatted(candidates.stream()
                                    .map(candidate -> "%s (%s)".formatted(candidate.path(), candidate.title()))
                                    .collect(Collectors.joining(", ")))));
        }
        List<String> reasons = Feasibility.reasonsAgainst(picture, target);
        if (!reasons.isEmpty()) {
            return new Planning.NoPlan(reasons);
        }
        String clusterName = Picture.name(cluster);
        ClusterId id = ClusterId.of(OrganizationId.ofName(Picture.name(organization)), clusterName);
        StepFactory factory = new StepFactory(library, predicates, picture, id, clusterName);
        List<PlanStep> steps = new ArrayList<>();
        Variables variables = common(picture, id, clusterName, target);
        for (Block block : procedure.get().blocks()) {
            plan(block, variables, picture, factory, steps);
        }
        List<String> unattendable = Attendance.reasonsAgainst(steps, target.attend());
        return unattendable.isEmpty()
                ? new Planning.Planned(
                        Plan.of(procedure.get(), id, clusterName, target, Attendance.applied(steps, target.attend())))
                : new Planning.NoPlan(unattendable);
    }

    private static void plan(
            Block block, Variables variables, Picture picture, StepFactory factory, List<PlanStep> steps) {
        for (Variables bound : Selections.select(block.each(), variables, picture)) {
            if (isLeftOut(block.unless(), bound, picture)) {
                continue;
            }
            for (Element element : block.steps()) {
                switch (element) {
                    case Block inner -> plan(inner, bound, picture, factory, steps);
                    case Template template -> plan(template, bound, picture, factory, steps);
                }
            }
        }
    }

    private static boolean isLeftOut(@Nullable Condition unless, Variables variables, Picture picture) {
        return switch (unless) {
            case EXCHANGE_INSTALLED -> picture.isExchangeInstalledOn(variables.string("node"));
            case TARGET_BUILD_INSTALLED ->
                picture.buildOn(variables.string("node"))
                        .filter(variables.string("targetBuild")::equals)
                        .isPresent();
            case null -> false;
        };
    }

    private static void plan(
            Template template, Variables variables, Picture picture, StepFactory factory, List<PlanStep> steps) {
        if (template.onlyOn() != null && !template.onlyOn().equals(picture.osFamily())) {
            return;
        }
        steps.add(factory.step(template, variables));
    }

    private static Variables common(Picture picture, ClusterId id, String clusterName, PlanTarget target) {
        JsonNode defaultGroup = picture.defaultGroup().orElse(MissingNode.getInstance());
        String forest = picture.forest().orElseThrow();
        ObjectNode disks = JsonNodeFactory.instance.objectNode();
        picture.disks()
                .forEach(disk ->
                        disks.put(Picture.resourceName(disk), disk.path("id").asText()));
        return Variables.none()
                .with("cluster", clusterName)
                .with("organization", id.organization().value())
                .with("targetBuild", target.targetBuild())
                .with("forest", forest)
                .with("forestDn", DistinguishedNames.ofDomain(forest))
                .with("forestController", forestController(picture, forest))
                .with("internetServices", Selections.INTERNET_SERVICES)
                .with("nodes", picture.nodes().stream().map(Picture::name).toList())
                .with(
                        "serverNames",
                        picture.virtualServers().stream()
                                .map(server -> server.path("networkName").asText())
                                .toList())
                .with("successors", picture.successors())
                .with("groups", picture.groupNames())
                .with("disks", disks)
                .with("defaultGroup", Picture.name(defaultGroup))
                .with(
                        "defaultNetworkName",
                        Picture.resourcesOfType(defaultGroup, "Network Name").stream()
                                .findFirst()
                                .orElse(""))
                .with("defaultDisk", picture.diskIn(defaultGroup).orElse(""))
                .with("msdtc", msdtc(defaultGroup))
                .with(
                        "virtualServerGroups",
                        picture.virtualServers().stream().map(Picture::groupOf).toList());
    }

    private static String forestController(Picture picture, String forest) {
        List<String> own = picture.domainControllersOf(forest);
        return own.isEmpty() ? picture.domainControllers().getFirst() : own.getFirst();
    }

    private static String msdtc(JsonNode defaultGroup) {
        return Picture.resourcesOfType(defaultGroup, "Distributed Transaction Coordinator").stream()
                .findFirst()
                .orElse("MSDTC");
    }
}
