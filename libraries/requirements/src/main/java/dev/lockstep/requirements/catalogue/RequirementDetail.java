package dev.lockstep.requirements.catalogue;

import dev.lockstep.contracts.Scenario;
import dev.lockstep.contracts.Severity;
import dev.lockstep.contracts.Stage;
import dev.lockstep.requirements.expression.Expression;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A requirement as programs are shown it, over HTTP and on the command line; the members are those of {@link Requirement}. */
public record RequirementDetail(
        String id,
        String title,
        Severity severity,
        String scope,
        List<Scenario> scenarios,
        List<Stage> stages,
        @Nullable String applies,
        String predicate,
        @Nullable String information,
        List<String> facts,
        String source,
        boolean supplementary,
        boolean own,
        String explanation,
        String remedy) {

    /** The requirement as programs are shown it. */
    public static RequirementDetail of(Requirement requirement) {
        return new RequirementDetail(
                requirement.id(),
                requirement.title(),
                requirement.severity(),
                requirement.scope().word(),
                requirement.scenarios(),
                requirement.stages(),
                requirement.applies().map(Expression::text).orElse(null),
                requirement.predicate().text(),
                requirement.informs().map(Expression::text).orElse(null),
                requirement.facts().stream().toList(),
                requirement.source(),
                requirement.supplementary(),
                requirement.own(),
                requirement.explanation(),
                requirement.remedy());
    }
}
