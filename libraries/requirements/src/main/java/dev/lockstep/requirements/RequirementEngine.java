package dev.lockstep.requirements;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.contracts.Severity;
import dev.lockstep.contracts.Stage;
import dev.lockstep.contracts.Verdict;
import dev.lockstep.contracts.validation.RequirementResult;
import dev.lockstep.requirements.catalogue.Catalogue;
import dev.lockstep.requirements.catalogue.CatalogueReader;
import dev.lockstep.requirements.catalogue.Requirement;
import dev.lockstep.requirements.expression.Evaluation;
import dev.lockstep.requirements.expression.Explanation;
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
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Evaluates a catalogue. It has no state and no clock: the same catalogue, facts, operation and instant give the same report. */
public final class RequirementEngine {

    /**
     * Steps that one of an enterprise's own requirements may take at one stage, on all its subjects together: beyond it the requirement is
     * unknown on each of them. So it says the same whatever else is evaluated, and all of them together, at most {@link
     * CatalogueReader#MOST_OWN}, keep nobody waiting for long. It is enough to compare each of 100 disks with every other by 25 terms.
     */
    static final long MOST_OWN_STEPS = 250_000;

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
        private final Instant at;
        private final Waivers waivers;
        private final Reading withPlans;
        private final Reading withoutPlans;
        private final Map<Evaluated, Finding> findings = new HashMap<>();
        private final NavigableSet<String> stale = new TreeSet<>();

        Run(InventoryFacts facts, Operation operation, Instant at, Waivers waivers) {
            this.facts = facts;
            this.operation = operation;
            this.at = at;
            this.waivers = waivers;
            this.withPlans = new Reading(facts, new Freshness(at, true));
            this.withoutPlans = new Reading(facts, new Freshness(at, false));
        }

        List<RequirementResult> results(Requirement requirement, Stage stage) {
            Targets targets = Targets.of(requirement, stage, facts, operation);
            return switch (targets) {
                case Targets.Known known -> {
                    List<Finding> found = requirement.own()
                            ? ownFindings(requirement, stage, known.subjects())
                            : known.subjects().stream()
                                    .map(subject -> finding(requirement, stage, subject))
                                    .toList();
                    List<RequirementResult> results = new ArrayList<>(found.size());
                    for (int i = 0; i < found.size(); i++) {
                        results.add(result(requirement, stage, known.subjects().get(i), found.get(i)));
                    }
                    yield results;
                }
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
                    key -> evaluate(
                            requirement, subject, reading(stage), StepBudget.unbounded(), StepBudget.unbounded()));
        }

        private List<Finding> ownFindings(Requirement requirement, Stage stage, List<Subject> subjects) {
            StepBudget budget = new StepBudget(MOST_OWN_STEPS);
            StepBudget explanations = new StepBudget(MOST_OWN_STEPS);
            List<Finding> found = subjects.stream()
                    .map(subject -> evaluate(requirement, subject, reading(stage), budget, explanations))
                    .toList();
            return budget.isSpent()
                    ? Collections.nCopies(subjects.size(), Finding.tooMuchWork(requirement.severity()))
                    : found;
        }

        private Finding evaluate(
                Requirement requirement, Subject subject, Reading reading, StepBudget budget, StepBudget explanations) {
            Optional<Finding> decided = requirement
                    .applies()
                    .flatMap(applies -> inapplicable(requirement, applies, subject, reading, budget));
            if (decided.isPresent()) {
                return decided.get();
            }
            Evaluation evaluation = requirement.predicate().evaluate(reading, subject, budget);
            if (evaluation.outcome() instanceof Evaluation.True) {
                return Finding.of(Verdict.PASS, requirement.severity(), evaluation, "It holds.");
            }
            Optional<Evaluation> information =
                    requirement.informs().map(informs -> informs.evaluate(reading, subject, budget));
            Optional<Evaluation.Outcome> informs = information.map(Evaluation::outcome);
            boolean mere = informs.filter(Evaluation.True.class::isInstance).isPresent();
            Severity severity = mere ? Severity.INFO : requirement.severity();
            return switch (evaluation.outcome()) {
                case Evaluation.NotKnown notKnown -> notKnown(severity, evaluation, notKnown);
                case Evaluation.Outcome _
                when informs.orElse(null) instanceof Evaluation.NotKnown notKnown ->
                    notKnown(severity, information.orElseThrow(), notKnown);
                case Evaluation.Outcome _ -> {
                    Explanation why = requirement.predicate().whyFalse(reading, subject, explanations);
                    String words = why.words();
                    yield Finding.of(
                                    Verdict.FAIL,
                                    severity,
                                    evaluation,
                                    "It does not hold" + (words.isEmpty() ? Finding.because(evaluation) : ": " + words)
                                            + ".")
                            .with(why.facts())
                            .with(information.map(Evaluation::reads).orElse(List.of()));
                }
            };
        }

        private Optional<Finding> inapplicable(
                Requirement requirement, Expression applies, Subject subject, Reading reading, StepBudget budget) {
            Evaluation evaluation = applies.evaluate(reading, subject, budget);
            return switch (evaluation.outcome()) {
                case Evaluation.True yes -> Optional.empty();
                case Evaluation.False no ->
                    Optional.of(Finding.of(
                            Verdict.NOT_APPLICABLE,
                            requirement.severity(),
                            evaluation,
                            "It does not apply here" + Finding.because(evaluation) + "."));
                case Evaluation.NotKnown notKnown ->
                    Optional.of(notKnown(requirement.severity(), evaluation, notKnown));
            };
        }

        private Finding notKnown(Severity severity, Evaluation evaluation, Evaluation.NotKnown notKnown) {
            notKnown.facts().stream()
                    .filter(fact -> fact.reason() == MissingFact.Reason.STALE)
                    .map(MissingFact::path)
                    .forEach(stale::add);
            return Finding.notKnown(severity, evaluation, notKnown);
        }

        private Finding notNamed(Requirement requirement, Stage stage, Targets.Unnamed unnamed) {
            boolean inapplicable = requirement
                    .applies()
                    .map(applies -> applies.evaluate(without(unnamed.missing(), stage), unnamed.standIn())
                                    .outcome()
                            instanceof Evaluation.False)
                    .orElse(false);
            return inapplicable
                    ? new Finding(Verdict.NOT_APPLICABLE, requirement.severity(), "It does not apply here.", List.of())
                    : new Finding(
                            Verdict.UNKNOWN,
                            requirement.severity(),
                            "It cannot be told: %s is missing.".formatted(unnamed.missing()),
                            List.of(new RequirementResult.FactRead(unnamed.missing(), null, unnamed.howToCollect())));
        }

        /** What is known when the step's subject, where it is that what is missing, is nobody. */
        private Reading without(String missing, Stage stage) {
            if (!missing.equals(Targets.SUBJECT) || operation.subject() == null) {
                return reading(stage);
            }
            ObjectNode nobody = operation.facts().deepCopy();
            nobody.remove("subject");
            return new Reading(facts.withOperation(nobody), new Freshness(at, stage == Stage.PLAN));
        }

        private RequirementResult result(Requirement requirement, Stage stage, Subject subject, Finding finding) {
            boolean open = finding.verdict() == Verdict.FAIL || finding.verdict() == Verdict.UNKNOWN;
            boolean waivable = open && finding.severity() == Severity.RECOMMENDED;
            Optional<Waivers.Waiver> waiver = waivable ? waivers.waiver(requirement.id(), subject) : Optional.empty();
            return new RequirementResult(
                    requirement.id(),
                    stage,
                    subject.label(),
                    waiver.isPresent() ? Verdict.WAIVED : finding.verdict(),
                    waiver.isPresent() ? finding.verdict() : null,
                    finding.severity(),
                    requirement.title(),
                    waiver.map(granted -> finding.message() + " " + granted.sentence())
                            .orElse(finding.message()),
                    finding.facts(),
                    requirement.source(),
                    finding.verdict() == Verdict.UNKNOWN ? findOutFirst(requirement, finding) : requirement.remedy());
        }

        /** A remedy is for what does not hold; as long as that is not known, there is nothing to mend. */
        private static String findOutFirst(Requirement requirement, Finding finding) {
            return finding.facts().isEmpty()
                    ? "Let the requirement compare less: fewer loops in each other, shorter lists."
                    : "Find out first: record the facts named here. If it does not hold then: " + requirement.remedy();
        }
    }

    private record Evaluated(String requirement, Subject subject, boolean plansCount) {}

    /** What the evaluation of a requirement on a subject showed. */
    private record Finding(Verdict verdict, Severity severity, String message, List<RequirementResult.FactRead> facts) {

        private static final int SHOWN = 4;

        static Finding of(Verdict verdict, Severity severity, Evaluation evaluation, String message) {
            return new Finding(verdict, severity, message, evaluation.reads());
        }

        static Finding tooMuchWork(Severity severity) {
            return new Finding(
                    Verdict.UNKNOWN,
                    severity,
                    "It cannot be told: on all that it is about together it takes more than %,d steps."
                            .formatted(MOST_OWN_STEPS),
                    List.of());
        }

        /** The same, with the facts that something else was told from after its own. */
        Finding with(List<RequirementResult.FactRead> more) {
            Set<RequirementResult.FactRead> all = new LinkedHashSet<>(facts);
            all.addAll(more);
            return new Finding(verdict, severity, message, List.copyOf(all));
        }

        static Finding notKnown(Severity severity, Evaluation evaluation, Evaluation.NotKnown notKnown) {
            List<String> reasons = new ArrayList<>();
            notKnown.facts().stream().limit(SHOWN).forEach(fact -> reasons.add(fact.sentence()));
            if (notKnown.facts().size() > SHOWN) {
                reasons.add("and so with %d more".formatted(notKnown.facts().size() - SHOWN));
            }
            reasons.addAll(notKnown.problems());
            return new Finding(
                    Verdict.UNKNOWN,
                    severity,
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
