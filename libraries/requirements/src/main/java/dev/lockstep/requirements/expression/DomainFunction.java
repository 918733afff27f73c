package dev.lockstep.requirements.expression;

import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A function that expressions may call besides CEL's own. It is pure. Most see only known values; one that reads a document itself is
 * three-valued like the operators, and names the facts that it reads.
 *
 * @param name its name
 * @param declaration how CEL knows it
 * @param document the part of the inventory document that its last argument is, or empty when it reads none
 * @param facts what it reads there, with {@code *} for names
 * @param body what it computes; a sentence in {@link Unknown#problem} when an argument is not what it takes
 */
record DomainFunction(
        String name,
        CelFunctionDecl declaration,
        String document,
        Set<String> facts,
        BiFunction<Scope, List<Object>, Object> body) {

    private static final int BUILD_NUMBERS = 3;

    /** All functions by name. */
    static final Map<String, DomainFunction> ALL = List.of(
                    define("lower", SimpleType.STRING, a -> text(a, 0).toLowerCase(Locale.ROOT), SimpleType.DYN),
                    define("emailDomain", SimpleType.STRING, a -> emailDomain(text(a, 0)), SimpleType.DYN),
                    define("dnsParent", SimpleType.STRING, a -> dnsParent(text(a, 0)), SimpleType.DYN),
                    define("dnsName", SimpleType.STRING, a -> dnsName(text(a, 0)), SimpleType.DYN),
                    define("folder", SimpleType.STRING, a -> folder(text(a, 0)), SimpleType.DYN),
                    define("drive", SimpleType.STRING, a -> drive(text(a, 0)), SimpleType.DYN),
                    define(
                            "atLeastBuild",
                            SimpleType.BOOL,
                            a -> Arrays.compare(build(a, 0), build(a, 1)) >= 0,
                            SimpleType.DYN,
                            SimpleType.DYN),
                    define(
                            "sameBuild",
                            SimpleType.BOOL,
                            a -> Arrays.equals(build(a, 0), build(a, 1)),
                            SimpleType.DYN,
                            SimpleType.DYN),
                    define(
                            "notBefore",
                            SimpleType.BOOL,
                            a -> !instant(a, 0).isBefore(instant(a, 1)),
                            SimpleType.DYN,
                            SimpleType.DYN),
                    past(),
                    define(
                            "sameSubnet",
                            SimpleType.BOOL,
                            a -> Addresses.sameSubnet(text(a, 0), text(a, 1), text(a, 2)),
                            SimpleType.DYN,
                            SimpleType.DYN,
                            SimpleType.DYN),
                    define("distinct", ListType.create(SimpleType.DYN), a -> distinct(list(a, 0)), SimpleType.DYN),
                    define("sum", SimpleType.INT, a -> sum(list(a, 0)), SimpleType.DYN),
                    define(
                            "position",
                            SimpleType.INT,
                            a -> (long) list(a, 0).indexOf(a.get(1)),
                            SimpleType.DYN,
                            SimpleType.DYN),
                    reading(
                            "organization",
                            "belongsTo",
                            SimpleType.BOOL,
                            3,
                            Memberships.GROUP_FACTS,
                            Memberships::belongsTo),
                    reading(
                            "organization",
                            "delegated",
                            SimpleType.BOOL,
                            4,
                            Memberships.ROLE_FACTS,
                            Memberships::delegated),
                    reading("cluster", "networkUse", SimpleType.STRING, 2, NetworkUse.FACTS, NetworkUse::of))
            .stream()
            .collect(Collectors.toUnmodifiableMap(DomainFunction::name, Function.identity()));

    private static DomainFunction define(
            String name, CelType result, Function<List<Object>, Object> body, CelType... parameters) {
        return new DomainFunction(
                name, declaration(name, result, parameters), "", Set.of(), (scope, arguments) -> body.apply(arguments));
    }

    /** {@code past(time)}: whether it does not lie after the instant at which facts are measured. */
    private static DomainFunction past() {
        return new DomainFunction(
                "past",
                declaration("past", SimpleType.BOOL, SimpleType.DYN),
                "",
                Set.of(),
                (scope, arguments) -> !instant(arguments, 0).toInstant().isAfter(scope.at()));
    }

    private static DomainFunction reading(
            String document,
            String name,
            CelType result,
            int parameters,
            Set<String> facts,
            BiFunction<Scope, List<Object>, Object> body) {
        CelType[] types = Collections.nCopies(parameters, SimpleType.DYN).toArray(CelType[]::new);
        return new DomainFunction(name, declaration(name, result, types), document, facts, body);
    }

    private static CelFunctionDecl declaration(String name, CelType result, CelType... parameters) {
        return CelFunctionDecl.newFunctionDeclaration(
                name, CelOverloadDecl.newGlobalOverload("lockstep_" + name, result, parameters));
    }

    /** Whether it reads a document itself, and takes arguments that are not known. */
    boolean reads() {
        return !document.isEmpty();
    }

    /** The arrays and maps of objects that its facts stand in, with {@code *} for names. */
    Set<String> collections() {
        Set<String> collections = new TreeSet<>();
        for (String fact : facts) {
            for (int star = fact.indexOf("/*"); star >= 0; star = fact.indexOf("/*", star + 1)) {
                collections.add(fact.substring(0, star));
            }
        }
        return collections;
    }

    Object call(Scope scope, List<Object> arguments) {
        try {
            return body.apply(scope, arguments);
        } catch (IllegalArgumentException | DateTimeException e) {
            return Unknown.problem("%s%s cannot be computed: %s".formatted(name, arguments, e.getMessage()));
        }
    }

    /** The domain of an SMTP address template, lower case, without a trailing dot; empty for other address types. */
    static String emailDomain(String template) {
        int colon = template.indexOf(':');
        if (colon >= 0 && !template.substring(0, colon).equalsIgnoreCase("smtp")) {
            return "";
        }
        int at = template.lastIndexOf('@');
        if (at < 0) {
            return "";
        }
        return dnsName(template.substring(at + 1).strip());
    }

    /** A DNS name in lower case, without the dot of the root. */
    private static String dnsName(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }

    /** A folder of Windows in lower case, with backslashes only and none at its end. */
    private static String folder(String path) {
        String lower = path.toLowerCase(Locale.ROOT).replace('/', '\\');
        int end = lower.length();
        while (end > 0 && lower.charAt(end - 1) == '\\') {
            end--;
        }
        return lower.substring(0, end);
    }

    /** A DNS name without its first label, lower case: the domain of a computer. */
    private static String dnsParent(String name) {
        return name.substring(name.indexOf('.') + 1).toLowerCase(Locale.ROOT);
    }

    private static String drive(String path) {
        if (path.length() < 2 || path.charAt(1) != ':') {
            throw new IllegalArgumentException("'%s' does not begin with a drive".formatted(path));
        }
        return path.substring(0, 2).toUpperCase(Locale.ROOT);
    }

    private static Object distinct(List<?> list) {
        Unknown unknown = unknownIn(list);
        return unknown == null ? List.copyOf(new LinkedHashSet<>(list)) : unknown;
    }

    /** What is not known of a list's elements; null when all are known. */
    private static @Nullable Unknown unknownIn(List<?> list) {
        Unknown unknown = null;
        for (Object element : list) {
            unknown = Unknown.merge(unknown, element);
        }
        return unknown;
    }

    private static Object sum(List<?> list) {
        Unknown unknown = unknownIn(list);
        if (unknown != null) {
            return unknown;
        }
        long total = 0;
        for (Object element : list) {
            if (!(element instanceof Long number)) {
                throw new IllegalArgumentException("'%s' is no whole number".formatted(element));
            }
            total += number;
        }
        return total;
    }

    private static String text(List<Object> arguments, int index) {
        if (arguments.get(index) instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException("'%s' is no text".formatted(arguments.get(index)));
    }

    private static List<?> list(List<Object> arguments, int index) {
        if (arguments.get(index) instanceof List<?> list) {
            return list;
        }
        throw new IllegalArgumentException("'%s' is no list".formatted(arguments.get(index)));
    }

    /**
     * Version and build number, without trailing zeros, so that 6.5 and 6.5.0 are the same. Tools differ in whether they tell the revision
     * that follows them, so it does not count.
     */
    private static int[] build(List<Object> arguments, int index) {
        List<Integer> numbers = new ArrayList<>();
        for (String part : text(arguments, index).split("\\.", -1)) {
            numbers.add(Integer.parseInt(part));
        }
        numbers.subList(Math.min(BUILD_NUMBERS, numbers.size()), numbers.size()).clear();
        while (numbers.size() > 1 && numbers.getLast() == 0) {
            numbers.removeLast();
        }
        return numbers.stream().mapToInt(Integer::intValue).toArray();
    }

    private static OffsetDateTime instant(List<Object> arguments, int index) {
        return OffsetDateTime.parse(text(arguments, index));
    }
}
