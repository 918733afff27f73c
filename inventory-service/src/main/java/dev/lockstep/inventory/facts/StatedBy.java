package dev.lockstep.inventory.facts;

import dev.lockstep.contracts.inventory.DocumentKind;
import dev.lockstep.contracts.inventory.Fact;
import dev.lockstep.contracts.inventory.FactPath;
import dev.lockstep.contracts.inventory.FactTree;
import dev.lockstep.eventsourcing.Refusal;
import dev.lockstep.requirements.dictionary.FactDefinition;
import dev.lockstep.requirements.dictionary.FactsDictionary;
import java.util.Map;
import java.util.Optional;

/** Whose word a fact is. */
public enum StatedBy {
    /** Documents, tools and whoever may edit the inventory. */
    EDITORS,
    /** An approver, and nobody else: requirements that would ask for more authority rest on it. */
    APPROVERS;

    /** Whose word the fact at a path is, by the facts dictionary. */
    static StatedBy of(DocumentKind kind, FactPath path) {
        return FactsDictionary.standard()
                        .definition(kind, path)
                        .filter(FactDefinition::approversOnly)
                        .isPresent()
                ? APPROVERS
                : EDITORS;
    }

    /** Why the fact at a path is not theirs to state; empty when it is. */
    Optional<Refusal> refusal(DocumentKind kind, FactPath path) {
        return switch (of(kind, path)) {
            case EDITORS ->
                this == EDITORS
                        ? Optional.empty()
                        : refuse(
                                "no-approvers-fact",
                                "'%s' needs no approver's word.".formatted(path),
                                "Record it as any other fact.",
                                path);
            case APPROVERS ->
                this == APPROVERS
                        ? Optional.empty()
                        : refuse(
                                "approvers-fact",
                                "Only an approver may state '%s'.".formatted(path),
                                "Leave it out, and have an approver confirm it: lockstep confirm-fact.",
                                path);
        };
    }

    /** Why a document cannot be recorded; empty when it states nothing that is an approver's word and not recorded so already. */
    public static Optional<Refusal> refusal(FactTree recorded, FactTree document) {
        return document.facts().stream()
                .filter(fact -> recorded.fact(fact.path())
                        .map(Fact::value)
                        .filter(fact.value()::equals)
                        .isEmpty())
                .flatMap(fact -> EDITORS.refusal(document.kind(), fact.path()).stream())
                .findFirst();
    }

    private static Optional<Refusal> refuse(String type, String detail, String remedy, FactPath path) {
        return Optional.of(new Refusal(type, detail, remedy, Map.of("place", path.toString())));
    }
}
