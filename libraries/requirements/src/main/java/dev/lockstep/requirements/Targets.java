package dev.lockstep.requirements;

import dev.lockstep.contracts.Stage;
import dev.lockstep.requirements.catalogue.Requirement;
import dev.lockstep.requirements.expression.InventoryFacts;
import dev.lockstep.requirements.expression.MissingFact;
import dev.lockstep.requirements.expression.Subject;
import java.util.List;
import java.util.Optional;

/** The subjects on which a requirement is evaluated at a stage. */
sealed interface Targets {

    /** The fact that names what a step is about. */
    String SUBJECT = "operation/subject";

    /**
     * They are known.
     *
     * @param subjects 0 or more
     */
    record Known(List<Subject> subjects) implements Targets {}

    /**
     * Nobody named them.
     *
     * @param standIn stands for them in the result
     * @param missing the fact that would name them
     * @param howToCollect where that fact comes from
     */
    record Unnamed(Subject standIn, String missing, String howToCollect) implements Targets {}

    static Targets of(Requirement requirement, Stage stage, InventoryFacts facts, Operation operation) {
        Requirement.AccountRole role = requirement.account();
        if (role != null) {
            return account(role, requirement, stage, facts, operation);
        }
        Optional<MissingFact> unlisted = facts.unlisted(requirement.scope());
        if (unlisted.isPresent()) {
            return new Unnamed(
                    new Subject(
                            requirement.scope(), "of the " + requirement.scope().document()),
                    unlisted.get().path(),
                    unlisted.get().howToCollect());
        }
        List<Subject> all = facts.subjects(requirement.scope());
        boolean oneOnly = requirement.reach() == Requirement.Reach.TARGET
                && subjectKind(stage) == requirement.scope()
                && !operation.everySubject();
        if (!oneOnly) {
            return new Known(all);
        }
        Optional<Subject> named = all.stream()
                .filter(subject -> subject.name().equals(operation.subject()))
                .findFirst();
        return named.<Targets>map(subject -> new Known(List.of(subject)))
                .orElseGet(
                        () -> unnamed(new Subject(requirement.scope(), "of the step"), requirement.scope(), operation));
    }

    private static Targets account(
            Requirement.AccountRole role,
            Requirement requirement,
            Stage stage,
            InventoryFacts facts,
            Operation operation) {
        return switch (role) {
            case OPERATOR -> {
                String operator = operation.operator();
                if (operator == null) {
                    yield new Unnamed(
                            new Subject(Subject.Kind.ACCOUNT, "of the operator"),
                            "operation/operator",
                            "the operation's operator (--operator), the account that performs the step");
                }
                Subject account = new Subject(Subject.Kind.ACCOUNT, operator);
                yield tellsOfAnotherKind(requirement, stage, facts, operation)
                        ? unnamed(account, subjectKind(stage), operation)
                        : new Known(List.of(account));
            }
            case CLUSTER_SERVICE ->
                facts.text("cluster", "serviceAccount")
                        .<Targets>map(name -> new Known(List.of(new Subject(Subject.Kind.ACCOUNT, name))))
                        .orElseGet(() -> new Unnamed(
                                new Subject(Subject.Kind.ACCOUNT, "of the Cluster service"),
                                "cluster/serviceAccount",
                                "sc \\\\{node} qc ClusSvc"));
        };
    }

    /** Whether a requirement asks about the step's subject, and the subject is none of what the stage is about. */
    private static boolean tellsOfAnotherKind(
            Requirement requirement, Stage stage, InventoryFacts facts, Operation operation) {
        Subject.Kind kind = subjectKind(stage);
        return operation.subject() != null
                && kind != Subject.Kind.CLUSTER
                && requirement.facts().contains(SUBJECT)
                && facts.unlisted(kind).isEmpty()
                && facts.subjects(kind).stream()
                        .noneMatch(subject -> subject.name().equals(operation.subject()));
    }

    private static Unnamed unnamed(Subject standIn, Subject.Kind wanted, Operation operation) {
        return new Unnamed(
                standIn,
                SUBJECT,
                "the operation's subject (--subject), the %s that the step is about%s"
                        .formatted(
                                wanted.word(),
                                operation.subject() == null ? "" : "; '%s' is none".formatted(operation.subject())));
    }

    /** What a stage is about. */
    private static Subject.Kind subjectKind(Stage stage) {
        return switch (stage) {
            case NODE, NODE_AFTER, UN, UN_AFTER -> Subject.Kind.NODE;
            case EVS, EVS_AFTER, UE, UE_AFTER -> Subject.Kind.EVS;
            case DP -> Subject.Kind.DOMAIN;
            case PLAN, CLUS, FP, END -> Subject.Kind.CLUSTER;
        };
    }
}
