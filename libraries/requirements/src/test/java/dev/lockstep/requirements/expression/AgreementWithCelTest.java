package dev.lockstep.requirements.expression;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.SimpleType;
import dev.cel.common.values.NullValue;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeBuilder;
import dev.cel.runtime.CelRuntimeFactory;
import dev.lockstep.requirements.Fixtures;
import dev.lockstep.requirements.catalogue.Catalogue;
import dev.lockstep.requirements.catalogue.Requirement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Where this library tells true from false, so does CEL's own runtime; the rest is what CEL has no answer to. */
class AgreementWithCelTest {

    static Stream<String> documents() {
        return Stream.concat(Fixtures.BASELINES.stream(), Fixtures.BROKEN.stream());
    }

    @ParameterizedTest
    @MethodSource("documents")
    void everyPredicateMeansWhatCelSays(String name) throws CelValidationException, CelEvaluationException {
        ObjectNode document = Fixtures.document(name);
        InventoryFacts facts = InventoryFacts.of(document);
        CelRuntime runtime = runtime(facts);
        int compared = 0;
        for (Requirement requirement : Catalogue.standard().requirements()) {
            for (Subject subject : facts.subjects(requirement.scope())) {
                Evaluation.Outcome ours = requirement
                        .predicate()
                        .evaluate(new Reading(facts, new Freshness(Fixtures.AT, true)), subject)
                        .outcome();
                if (!(ours instanceof Evaluation.NotKnown)) {
                    assertThat(theirs(runtime, requirement, subject, document))
                            .as("%s on %s", requirement.id(), subject.label())
                            .isEqualTo(ours instanceof Evaluation.True);
                    compared++;
                }
            }
        }
        assertThat(compared).isGreaterThan(20);
    }

    private Object theirs(CelRuntime runtime, Requirement requirement, Subject subject, ObjectNode document)
            throws CelValidationException, CelEvaluationException {
        CelAbstractSyntaxTree tree =
                compiler(subject.kind()).compile(requirement.predicate().text()).getAst();
        Map<String, Object> variables = new HashMap<>();
        for (String name : List.of("organization", "cluster", "operation")) {
            variables.put(name, plain(document.path(name)));
        }
        subject.kind().variable().ifPresent(name -> variables.put(name, plain(element(document, subject))));
        return runtime.createProgram(tree).eval(variables);
    }

    private static JsonNode element(ObjectNode document, Subject subject) {
        JsonNode collection = document.path(subject.kind().document())
                .path(subject.kind().collection().orElseThrow());
        if (collection.isObject()) {
            return collection.path(subject.name());
        }
        String identity = subject.kind() == Subject.Kind.DISK ? "id" : "name";
        for (JsonNode element : collection) {
            if (element.path(identity).asText().equals(subject.name())) {
                return element;
            }
        }
        throw new AssertionError(subject.label());
    }

    private static CelCompiler compiler(Subject.Kind kind) {
        CelCompilerBuilder builder = CelCompilerFactory.standardCelCompilerBuilder()
                .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                .addFunctionDeclarations(DomainFunction.ALL.values().stream()
                        .map(DomainFunction::declaration)
                        .toArray(CelFunctionDecl[]::new));
        SubjectVariables.definitions(kind).keySet().forEach(name -> builder.addVar(name, SimpleType.DYN));
        return builder.build();
    }

    @SuppressWarnings("Immutable") // a domain function is a record of pure functions
    private static CelRuntime runtime(InventoryFacts facts) {
        CelRuntimeBuilder builder = CelRuntimeFactory.legacyCelRuntimeBuilder();
        DomainFunction.ALL.values().forEach(function -> {
            var overload = function.declaration().overloads().iterator().next();
            List<Class<?>> types = new ArrayList<>();
            overload.parameterTypes().forEach(type -> types.add(Object.class));
            builder.addFunctionBindings(CelFunctionBinding.from(
                    overload.overloadId(),
                    Collections.unmodifiableList(types),
                    arguments -> call(function, Arrays.asList(arguments), facts)));
        });
        return builder.build();
    }

    /** A function that reads a document gets the document, where CEL's runtime has a map of it. */
    private static Object call(DomainFunction function, List<Object> arguments, InventoryFacts facts) {
        List<Object> given = new ArrayList<>(arguments);
        if (function.reads()) {
            given.removeLast();
            given.add(facts.value(function.document(), new Subject(Subject.Kind.CLUSTER, "")));
        }
        given.replaceAll(value -> value == NullValue.NULL_VALUE ? FactNode.NULL : value);
        return function.call(
                new Scope(new Reading(facts, new Freshness(Fixtures.AT, true)), StepBudget.unbounded(), 0), given);
    }

    private static Object plain(JsonNode json) {
        return nulls(new ObjectMapper().convertValue(json, Object.class));
    }

    private static Object nulls(Object value) {
        return switch (value) {
            case null -> NullValue.NULL_VALUE;
            case Map<?, ?> map -> {
                Map<Object, Object> copy = new HashMap<>();
                map.forEach((key, member) -> copy.put(key, nulls(member)));
                yield copy;
            }
            case List<?> list -> list.stream().map(AgreementWithCelTest::nulls).toList();
            case Integer number -> number.longValue();
            default -> value;
        };
    }
}
