package dev.lockstep.orchestration.planning;

import dev.lockstep.eventsourcing.Refusal;
import dev.lockstep.orchestration.inventoryview.InventoryView;
import dev.lockstep.orchestration.inventoryview.InventoryView.Recorded;
import dev.lockstep.procedures.Conditions;
import dev.lockstep.procedures.Plan;
import dev.lockstep.procedures.PlanTarget;
import dev.lockstep.procedures.Planner;
import dev.lockstep.procedures.Planning;
import dev.lockstep.procedures.ProcedureLibrary;
import dev.lockstep.service.http.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Makes plans from what is recorded, and tells whether a plan still follows from it. */
@ApplicationScoped
public class RecordedPlanning {

    private final Planner planner;
    private final InventoryView inventory;

    /**
     * @param procedures a folder of procedures instead of those that come with Lockstep
     */
    @Inject
    RecordedPlanning(
            InventoryView inventory,
            @ConfigProperty(name = "lockstep.orchestration.procedures") Optional<String> procedures) {
        this.planner = new Planner(
                procedures.map(Path::of).map(ProcedureLibrary::read).orElseGet(ProcedureLibrary::load),
                new Conditions());
        this.inventory = inventory;
    }

    Planning plan(Recorded recorded, PlanTarget target) {
        return planner.plan(
                recorded.organization().toDocument(), recorded.cluster().toDocument(), target);
    }

    /**
     * Requires that the same plan would be made now. A plan that was carried out, or that others have overtaken, is about a cluster that
     * is no more.
     *
     * @throws ProblemException when it would not
     */
    public void requireCurrent(Plan plan) {
        PlanTarget target = new PlanTarget(plan.scenario(), plan.targetBuild(), plan.operator(), plan.attend());
        boolean current = inventory
                .latest(plan.cluster())
                .map(recorded -> plan(recorded, target))
                .filter(now -> now instanceof Planning.Planned(Plan again)
                        && again.hash().equals(plan.hash()))
                .isPresent();
        if (!current) {
            throw ProblemException.refused(new Refusal(
                    "plan-outdated",
                    "What is recorded of %s has changed since the plan %s was made, and leads to another plan now."
                            .formatted(plan.cluster(), plan.hash()),
                    "Plan again, look at what is different, and ask for the new plan",
                    Map.of()));
        }
    }
}
