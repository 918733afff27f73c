package dev.lockstep.requirements.whatif;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.contracts.Confidence;
import dev.lockstep.contracts.inventory.DocumentKind;
import dev.lockstep.contracts.inventory.Fact;
import dev.lockstep.contracts.inventory.FactPath;
import dev.lockstep.contracts.inventory.FactTree;
import dev.lockstep.contracts.inventory.Provenance;
import dev.lockstep.requirements.dictionary.FactDefinition;
import dev.lockstep.requirements.dictionary.FactsDictionary;
import dev.lockstep.requirements.document.DocumentMistake;
import dev.lockstep.requirements.document.DocumentReader;
import dev.lockstep.requirements.document.DocumentReading;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A future in which some facts are not what they are now. Nothing is recorded. An assumption about an object that does not exist is
 * refused, so that a mistyped name does not go unnoticed; an assumption on its name makes it exist.
 */
public final class Hypothesis {

    private final FactsDictionary dictionary = FactsDictionary.standard();
    private final List<Assumption> assumptions;

    /**
     * A future.
     *
     * @param assumptions in the order in which they are made
     */
    public Hypothesis(List<Assumption> assumptions) {
        this.assumptions = List.copyOf(assumptions);
    }

    /** A recorded inventory as it would be, or what is wrong with the assumptions. */
    public sealed interface Future {

        /** The facts as they would be. */
        record Facts(FactTree organization, FactTree cluster) implements Future {}

        /** The assumptions are refused; the mistakes are 1 or more. */
        record Refused(List<DocumentMistake> mistakes) implements Future {
            public Refused {
                mistakes = List.copyOf(mistakes);
            }
        }
    }

    /** A document as it would be, checked as any document is. The given one stays as it is. */
    public DocumentReading applyTo(ObjectNode document) {
        Provenance stated = new Provenance("document", Instant.EPOCH, "document", Confidence.IMPORTED);
        return switch (applyTo(
                tree(document, DocumentKind.ORGANIZATION, stated),
                tree(document, DocumentKind.CLUSTER, stated),
                stated)) {
            case Future.Refused refused -> new DocumentReading.Refused(refused.mistakes());
            case Future.Facts facts -> {
                ObjectNode future = document.deepCopy();
                future.set(name(DocumentKind.ORGANIZATION), facts.organization().toDocument());
                future.set(name(DocumentKind.CLUSTER), facts.cluster().toDocument());
                yield new DocumentReader(dictionary).check(future);
            }
        };
    }

    private static FactTree tree(ObjectNode document, DocumentKind kind, Provenance provenance) {
        return document.get(name(kind)) instanceof ObjectNode part
                ? FactTree.ofDocument(kind, part, provenance)
                : FactTree.empty(kind);
    }

    private static String name(DocumentKind kind) {
        return FactsDictionary.documentName(kind);
    }

    /**
     * Recorded facts as they would be.
     *
     * @param assumed the provenance of what is assumed; its time decides how old the assumed facts are
     */
    public Future applyTo(FactTree organization, FactTree cluster, Provenance assumed) {
        Map<DocumentKind, FactTree> trees = new EnumMap<>(DocumentKind.class);
        trees.put(DocumentKind.ORGANIZATION, organization);
        trees.put(DocumentKind.CLUSTER, cluster);
        List<DocumentMistake> mistakes = new ArrayList<>();
        for (Assumption assumption : assumptions) {
            trees.computeIfPresent(assumption.document(), (kind, tree) -> after(tree, assumption, assumed, mistakes));
        }
        return mistakes.isEmpty()
                ? new Future.Facts(
                        trees.getOrDefault(DocumentKind.ORGANIZATION, organization),
                        trees.getOrDefault(DocumentKind.CLUSTER, cluster))
                : new Future.Refused(mistakes);
    }

    private FactTree after(FactTree tree, Assumption assumption, Provenance assumed, List<DocumentMistake> mistakes) {
        FactPath path = assumption.path();
        Optional<FactDefinition> definition = dictionary.definition(assumption.document(), path);
        Optional<FactPath> absent = absentObject(tree, path);
        if (definition.isPresent() && absent.isPresent()) {
            FactPath object = absent.get();
            mistakes.add(mistake(
                    assumption,
                    "there is no '%s'".formatted(object.segments().getLast()),
                    "correct the name, or assume %s%s=%s first"
                            .formatted(
                                    name(assumption.document()),
                                    identity(tree, object),
                                    object.segments().getLast())));
            return tree;
        }
        boolean gone = assumption.value().isNull()
                && definition.isPresent()
                && definition.get().nullMeaning().isEmpty();
        if (gone) {
            return tree.without(path);
        }
        var violations = dictionary.violations(assumption.document(), path, assumption.value());
        violations.forEach(violation -> mistakes.add(mistake(assumption, violation.what(), violation.remedy())));
        return violations.isEmpty() ? tree.with(List.of(new Fact(path, assumption.value(), assumed))) : tree;
    }

    /** The first object with a name on the way to a path that does not exist, unless the path is its very name. */
    private static Optional<FactPath> absentObject(FactTree tree, FactPath path) {
        int length = path.segments().size();
        for (int i = 1; i < length; i++) {
            FactPath array = path.prefix(i);
            Optional<String> identity = tree.kind().identityMember(array);
            if (identity.isPresent()
                    && !tree.names(array).contains(path.segments().get(i))) {
                boolean named = length == i + 2 && path.segments().get(i + 1).equals(identity.get());
                return named ? Optional.empty() : Optional.of(path.prefix(i + 1));
            }
        }
        return Optional.empty();
    }

    private static FactPath identity(FactTree tree, FactPath object) {
        FactPath array = object.prefix(object.segments().size() - 1);
        return object.child(tree.kind().identityMember(array).orElseThrow());
    }

    private static DocumentMistake mistake(Assumption assumption, String what, String remedy) {
        return new DocumentMistake(assumption.place(), null, what, remedy);
    }
}
