package dev.lockstep.requirements;

import dev.lockstep.contracts.Severity;
import dev.lockstep.contracts.Stage;
import dev.lockstep.contracts.Verdict;
import dev.lockstep.contracts.validation.RequirementResult;
import dev.lockstep.requirements.catalogue.Catalogue;
import dev.lockstep.requirements.catalogue.Requirement;
import dev.lockstep.requirements.expression.Evaluation;
import dev.lockstep.requirements.expression.Expression;
import dev.lockstep.requirements.expression.Freshness;
import dev.lockstep.requirements.expression.InventoryFacts;
import dev.lockstep.requirements.expression.MissingFact;
import dev.lockstep.requirements.expression.Reading;
import dev.lockstep.requirements.expression.StepBudget;
import dev.lockstep.requirements.expression.Subject;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Evaluates a catalogue. It has no state and no clock: the same catalogue, facts, operation and instant give the same report. */
public final class RequirementEngine {

    /**
     * Steps of comprehensions that an enterprise's own requirements may take together in one evaluation: beyond it they are unknown, so that
     * they cannot keep others waiting. Ours never count. A thousand requirements that compare every disk of a cluster of 43 with every
     * other take two fifths of it at one stage.
     */
    public static final long MOST_OWN_STEPS = 5_000_000;

    private final Catalogue catalogue;

    /** An engine for one catalogue. */
    public RequirementEngine(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    /** The catalogue that it evaluates. */
    public Catalogue catalogue() {
        return catalogue;
    }

    /**
     * Evaluates every requirement that concerns the operation's scenario, at each of its stages.
     *
     * @param facts what is known of the organization and the cluster
     * @param operation what is about to be done
     * @param at the instant at which the ages of facts are measured
     * @param waivers the recommendations that were waived
     */
    public Report evaluate(InventoryFacts facts, Operation operation, Instant at, Waivers waivers) {
        return evaluate(facts, operation, at, waivers, requirement -> true);
    }

    /**
     * As {@link #evaluate(InventoryFacts, Operation, Instant, Waivers)}, of some requirements only.
     *
     * @param wanted those to evaluate; {@link FactIndex} tells which a changed fact concerns
     */
    public Report evaluate(
            InventoryFacts facts, Operation operation, Instant at, Waivers waivers, Predicate<Requirement> wanted) {
        Run run = new Run(facts.withOperation(operation.facts()), operation, at, waivers);
        List<RequirementResult> results = new ArrayList<>();
        for (Stage stage : operation.stages()) {
            for (Requirement requirement : catalogue.requirements()) {
                if (requirement.concerns(operation.scenario(), stage) && wanted.test(requirement)) {
                    results.addAll(run.results(requirement, stage));
                }
            }
        }
        results.sort(ResultOrder.WORST_FIRST);
        return new Report(catalogue.version(), catalogue.hash(), at, run.stale, results);
    }

    /** The facts, operation, instant and waivers of one evaluation, and what was evaluated already. */
    private static final class Run {
        private final InventoryFacts facts;
        private final Operation operation;
        private final Waivers waivers;
        private final Reading withPlans;
        private final Reading withoutPlans;
        private final StepBudget own = new StepBudget(MOST_OWN_STEPS);
        private final StepBudget ours = StepBudget.unbounded();
        private final Map<Evaluated, Finding> findings = new HashMap<>();
        private final NavigableSet<String> stale = new TreeSet<>();

        Run(InventoryFacts facts, Operation operation, Instant at, Waivers waivers) {
            this.facts = facts;
            this.operation = operation;
            this.waivers = waivers;
            this.withPlans = new Reading(facts, new Freshness(at, true));
            this.withoutPlans = new Reading(facts, new Freshness(at, false));
        }

        List<RequirementResult> results(Requirement requirement, Stage stage) {
            Targets targets = Targets.of(requirement, stage, facts, operation);
            return switch (targets) {
                case Targets.Known known ->
                    known.subjects().stream()
                            .map(subject -> result(requirement, stage, subject, finding(requirement, stage, subject)))
                            .toList();
                case Targets.Unnamed unnamed ->
                    List.of(result(requirement, stage, unnamed.standIn(), notNamed(requirement, stage, unnamed)));
            };
        }

        private Reading reading(Stage stage) {
            return stage == Stage.PLAN ? withPlans : withoutPlans;
        }

        private Finding finding(Requirement requirement, Stage stage, Subject subject) {
            return findings.computeIfAbsent(
                    new Evaluated(requirement.id(), subject, stage == Stage.PLAN),
                    key -> evaluate(requirement, subject, reading(stage)));
        }

        private Finding evaluate(Requirement requirement, Subject subject, Reading reading) {
            Optional<Finding> decided =
                    requirement.applies().flatMap(applies -> inapplicable(requirement, applies, subject, reading));
            if (decided.isPresent()) {
                return decided.get();
            }
            Evaluation evaluation = requirement.predicate().evaluate(reading, subject, budget(requirement));
            return switch (evaluation.outcome()) {
                case Evaluation.True yes -> Finding.of(Verdict.PASS, evaluation, "It holds.");
                case Evaluation.False no ->
                    Finding.of(Verdict.FAIL, evaluation, "It does not hold" + Finding.because(evaluation) + ".");
                case Evaluation.NotKnown notKnown -> notKnown(evaluation, notKnown);
            };
        }

        private StepBudget budget(Requirement requirement) {
            return requirement.own() ? own : ours;
        }

        private Optional<Finding> inapplicable(
                Requirement requirement, Expression applies, Subject subject, Reading reading) {
            Evaluation evaluation = applies.evaluate(reading, subject, budget(requirement));
            return switch (evaluation.outcome()) {
                case Evaluation.True yes -> Optional.empty();
                case Evaluation.False no ->
                    Optional.of(Finding.of(
                            Verdict.NOT_APPLICABLE,
                            evaluation,
                            "It does not apply here" + Finding.because(evaluation) + "."));
                case Evaluation.NotKnown notKnown -> Optional.of(notKnown(evaluation, notKnown));
            };
        }

        private Finding notKnown(Evaluation evaluation, Evaluation.NotKnown notKnown) {
            notKnown.facts().stream()
                    .filter(fact -> fact.reason() == MissingFact.Reason.STALE)
                    .map(MissingFact::path)
                    .forEach(stale::add);
            return Finding.notKnown(evaluation, notKnown);
        }

        private Finding notNamed(Requirement requirement, Stage stage, Targets.Unnamed unnamed) {
            boolean inapplicable = requirement
                    .applies()
                    .map(applies -> applies.evaluate(reading(stage), unnamed.standIn(), budget(requirement))
                                    .outcome()
                            instanceof Evaluation.False)
                    .orElse(false);
            return inapplicable
                    ? new Finding(Verdict.NOT_APPLICABLE, "It does not apply here.", List.of())
                    : new Finding(
                            Verdict.UNKNOWN,
                            "It cannot be told: %s is missing.".formatted(unnamed.missing()),
                            List.of(new RequirementResult.FactRead(unnamed.missing(), null, unnamed.howToCollect())));
        }

        private RequirementResult result(Requirement requirement, Stage stage, Subject subject, Finding finding) {
            boolean open = finding.verdict() == Verdict.FAIL || finding.verdict() == Verdict.UNKNOWN;
            Severity severity = open && informs(requirement, stage, subject) ? Severity.INFO : requirement.severity();
            boolean waivable = open && severity == Severity.RECOMMENDED;
            Optional<Waivers.Waiver> waiver = waivable ? waivers.waiver(requirement.id(), subject) : Optional.empty();
            return new RequirementResult(
                    requirement.id(),
                    stage,
                    subject.label(),
                    waiver.isPresent() ? Verdict.WAIVED : finding.verdict(),
                    waiver.isPresent() ? finding.verdict() : null,
                    severity,
                    requirement.title(),
                    waiver.map(granted -> finding.message() + " " + granted.sentence())
                            .orElse(finding.message()),
                    finding.facts(),
                    requirement.source(),
                    finding.verdict() == Verdict.UNKNOWN ? findOutFirst(requirement) : requirement.remedy());
        }

        /** Whether a failure is certainly mere information. */
        private boolean informs(Requirement requirement, Stage stage, Subject subject) {
            return requirement
                    .informs()
                    .map(information -> information
                            .evaluate(reading(stage), subject, budget(requirement))
                            .outcome())
                    .filter(Evaluation.True.class::isInstance)
                    .isPresent();
        }

        /** A remedy is for what does not hold; as long as that is not known, there is nothing to mend. */
        private static String findOutFirst(Requirement requirement) {
            return "Find out first: record the facts named here. If it does not hold then: " + requirement.remedy();
        }
    }

    private record Evaluated(String requirement, Subject subject, boolean plansCount) {}

    /** What the evaluation of a requirement on a subject showed. */
    private record Finding(Verdict verdict, String message, List<RequirementResult.FactRead> facts) {

        private static final int SHOWN = 4;

        static Finding of(Verdict verdict, Evaluation evaluation, String message) {
            return new Finding(verdict, message, evaluation.reads());
        }

        static Finding notKnown(Evaluation evaluation, Evaluation.NotKnown notKnown) {
            List<String> reasons = new ArrayList<>();
            notKnown.facts().stream().limit(SHOWN).forEach(fact -> reasons.add(fact.sentence()));
            if (notKnown.facts().size() > SHOWN) {
                reasons.add("and so with %d more".formatted(notKnown.facts().size() - SHOWN));
            }
            reasons.addAll(notKnown.problems());
            return new Finding(
                    Verdict.UNKNOWN,
                    "It cannot be told: %s.".formatted(String.join(", ", reasons)),
                    facts(evaluation.reads(), notKnown.facts()));
        }

        static String because(Evaluation evaluation) {
            Deque<String> last = new ArrayDeque<>();
            for (RequirementResult.FactRead fact : evaluation.reads().reversed()) {
                if (last.size() == SHOWN) {
                    break;
                }
                if (!fact.path().endsWith("/name")) {
                    last.addFirst(fact.path() + " is " + fact.value());
                }
            }
            return last.isEmpty() ? "" : ": " + String.join(", ", last);
        }

        /** The missing facts first, each with what is known of it nevertheless. */
        private static List<RequirementResult.FactRead> facts(
                List<RequirementResult.FactRead> reads, List<MissingFact> missing) {
            Map<String, RequirementResult.FactRead> read = new LinkedHashMap<>();
            reads.forEach(fact -> read.put(fact.path(), fact));
            List<RequirementResult.FactRead> facts = new ArrayList<>(reads.size());
            for (MissingFact fact : missing) {
                RequirementResult.FactRead old = read.remove(fact.path());
                facts.add(new RequirementResult.FactRead(
                        fact.path(), old == null ? null : old.value(), fact.howToCollect()));
            }
            facts.addAll(read.values());
            return facts;
        }
    }
}
