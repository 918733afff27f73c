package dev.lockstep.requirements.catalogue;

import dev.lockstep.contracts.Scenario;
import dev.lockstep.contracts.Severity;
import dev.lockstep.contracts.Stage;
import dev.lockstep.requirements.expression.Subject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A requirement as it is written in a catalogue file; the members are those of {@link Requirement}. */
record RequirementText(
        String id,
        String title,
        Severity severity,
        Subject.Kind scope,
        Requirement.@Nullable Reach reach,
        Requirement.@Nullable AccountRole account,
        @Nullable List<Scenario> scenarios,
        List<Stage> stages,
        @Nullable String applies,
        String predicate,
        String source,
        String explanation,
        String remedy) {}
