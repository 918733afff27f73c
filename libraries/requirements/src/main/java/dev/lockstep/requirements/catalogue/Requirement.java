package dev.lockstep.requirements.catalogue;

import dev.lockstep.contracts.Scenario;
import dev.lockstep.contracts.Severity;
import dev.lockstep.contracts.Stage;
import dev.lockstep.requirements.expression.Expression;
import dev.lockstep.requirements.expression.Subject;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A requirement that is ready to be evaluated.
 *
 * @param id its stable id; ids that begin with {@code X-} are supplementary
 * @param title the requirement in one line
 * @param severity what a failure means, unless it is mere information
 * @param scope what it is about
 * @param reach on which subjects of its scope it is evaluated
 * @param account for a requirement about an account, which one; otherwise null
 * @param scenarios the scenarios in which it is evaluated
 * @param stages the stages at which it is evaluated
 * @param applicability when it applies; null when it always does
 * @param predicate what must be true
 * @param information when a failure is mere information, whatever the severity; null when it never is
 * @param source the section of the source document that it comes from, or the kind of evidence
 * @param supplementary whether it comes from elsewhere than the source document
 * @param own whether an enterprise added it to ours
 * @param explanation why it is there, in our own words
 * @param remedy what to do when it is not met
 */
public record Requirement(
        String id,
        String title,
        Severity severity,
        Subject.Kind scope,
        Reach reach,
        @Nullable AccountRole account,
        List<Scenario> scenarios,
        List<Stage> stages,
        @Nullable Expression applicability,
        Expression predicate,
        @Nullable Expression information,
        String source,
        boolean supplementary,
        boolean own,
        String explanation,
        String remedy) {

    public Requirement {
        scenarios = List.copyOf(scenarios);
        stages = List.copyOf(stages);
    }

    /** On which subjects of its scope a requirement is evaluated. */
    public enum Reach {
        /** On all of them. */
        ALL,
        /** At a stage that is about one thing of this scope, on that one only. */
        TARGET
    }

    /** Which account a requirement is about. */
    public enum AccountRole {
        /** The account that performs the step. */
        OPERATOR,
        /** The account of the Cluster service. */
        CLUSTER_SERVICE
    }

    /** Whether it is evaluated at a stage of a scenario at all. */
    public boolean concerns(Scenario scenario, Stage stage) {
        return scenarios.contains(scenario) && stages.contains(stage);
    }

    /** When it applies; empty when it always does. */
    public Optional<Expression> applies() {
        return Optional.ofNullable(applicability);
    }

    /** When a failure is mere information; empty when it never is. */
    public Optional<Expression> informs() {
        return Optional.ofNullable(information);
    }

    /** The facts that it may read, each with {@code *} for names, sorted. */
    public Set<String> facts() {
        Set<String> facts = new TreeSet<>();
        expressions().forEach(expression -> facts.addAll(expression.facts()));
        return facts;
    }

    /** The arrays and maps of objects of which it asks what stands in them, each with {@code *} for names, sorted. */
    public Set<String> collections() {
        Set<String> collections = new TreeSet<>();
        expressions().forEach(expression -> collections.addAll(expression.collections()));
        return collections;
    }

    private Stream<Expression> expressions() {
        return Stream.of(applies(), Optional.of(predicate), informs()).flatMap(Optional::stream);
    }
}
