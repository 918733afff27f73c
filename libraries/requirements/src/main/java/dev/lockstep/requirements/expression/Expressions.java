package dev.lockstep.requirements.expression;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.types.CelKind;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.lockstep.requirements.dictionary.FactDefinition;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * Compiles conditions over inventory documents. The language is CEL (Common Expression Language), parsed and checked by its own
 * implementation, with these variables:
 *
 * <ul>
 *   <li>{@code organization}, {@code cluster} and {@code operation}: the members of the inventory document;
 *   <li>{@code node}, {@code disk}, {@code evs}, {@code network}, {@code domain} or {@code account}: the subject, when the condition is
 *       about one.
 * </ul>
 *
 * <p>Besides CEL's operators, {@code in}, {@code size}, {@code startsWith}, {@code endsWith}, {@code contains} and the macros {@code all},
 * {@code exists}, {@code exists_one}, {@code map} and {@code filter} there are {@code lower(text)}, {@code emailDomain(template)},
 * {@code dnsParent(name)}, {@code dnsName(name)}, {@code folder(path)}, {@code drive(path)}, {@code atLeastBuild(build, least)} and {@code sameBuild(build, build)}, which look at version and build
 * number and at nothing after them, {@code notBefore(time, time)}, {@code past(time)}, {@code sameSubnet(address, address, mask)}, {@code distinct(list)},
 * {@code sum(list)} and {@code position(list, element)}, which is -1 where there is none. Three read the document themselves: {@code belongsTo(groups, group, organization)} and
 * {@code delegated(groups, role, scope, organization)}, which follow groups within groups, and {@code networkUse(network, cluster)}. There
 * is no {@code has()} and no regular expression: a missing fact must decide nothing, and no expression may run away.
 *
 * <p>A condition is true or false when the known facts suffice to say so, and otherwise not known: {@code false && x} is false and
 * {@code true || x} is true whatever is missing in x, and so with quantifiers. The value null of a fact counts as missing unless the
 * facts dictionary says what null means there.
 */
public final class Expressions {

    private static final int MAXIMUM_LENGTH = 10_000;

    private final Map<Subject.Kind, CelCompiler> compilers = new EnumMap<>(Subject.Kind.class);

    /** A compiler for every kind of subject. */
    public Expressions() {
        for (Subject.Kind kind : Subject.Kind.values()) {
            CelCompilerBuilder builder = CelCompilerFactory.standardCelCompilerBuilder()
                    .setStandardMacros(
                            CelStandardMacro.ALL,
                            CelStandardMacro.EXISTS,
                            CelStandardMacro.EXISTS_ONE,
                            CelStandardMacro.MAP,
                            CelStandardMacro.MAP_FILTER,
                            CelStandardMacro.FILTER)
                    .setOptions(CelOptions.current()
                            .maxExpressionCodePointSize(MAXIMUM_LENGTH)
                            .maxParseRecursionDepth(100)
                            .build())
                    .addFunctionDeclarations(DomainFunction.ALL.values().stream()
                            .map(DomainFunction::declaration)
                            .toArray(CelFunctionDecl[]::new));
            SubjectVariables.definitions(kind).keySet().forEach(name -> builder.addVar(name, SimpleType.DYN));
            compilers.put(kind, builder.build());
        }
    }

    /**
     * Compiles a condition about one kind of subject.
     *
     * @throws InvalidExpressionException when it is no condition, or reads what is not declared; the message names the position
     */
    public Expression compile(String text, Subject.Kind kind) throws InvalidExpressionException {
        CelAbstractSyntaxTree tree = check(text, kind);
        Map<String, FactDefinition> variables = SubjectVariables.definitions(kind);
        TermCompiler compiler = new TermCompiler(tree, variables);
        TermCompiler.Compiled compiled = compiler.compile(tree.getExpr());
        FactDefinition fact = compiled.shape().definition();
        if (fact != null && !fact.type().equals("boolean")) {
            throw new InvalidExpressionException(
                    "the fact '%s' is of type %s, not true or false"
                            .formatted(compiled.shape().pattern(), fact.type()),
                    1,
                    1);
        }
        return new Expression(
                text,
                compiled.term(),
                compiler.slotCount(),
                compiler.variables(),
                Collections.unmodifiableSortedSet(compiler.facts()),
                Collections.unmodifiableSortedSet(compiler.collections()));
    }

    private CelAbstractSyntaxTree check(String text, Subject.Kind kind) throws InvalidExpressionException {
        CelCompiler compiler = compilers.get(kind);
        if (compiler == null) {
            throw new IllegalArgumentException("no compiler for " + kind);
        }
        CelValidationResult result = compiler.compile(text);
        if (result.hasError()) {
            CelIssue first = result.getErrors().get(0);
            throw new InvalidExpressionException(
                    CompilerWords.of(first.getMessage()),
                    Math.max(1, first.getSourceLocation().getLine()),
                    Math.max(0, first.getSourceLocation().getColumn()) + 1);
        }
        try {
            CelAbstractSyntaxTree tree = result.getAst();
            CelKind kindOfResult = tree.getResultType().kind();
            if (kindOfResult != CelKind.BOOL && kindOfResult != CelKind.DYN) {
                throw new InvalidExpressionException(
                        "the result is of type %s, not true or false"
                                .formatted(tree.getResultType().name()),
                        1,
                        1);
            }
            return tree;
        } catch (CelValidationException e) {
            throw new InvalidExpressionException(String.valueOf(e.getMessage()), 1, 1);
        }
    }
}
