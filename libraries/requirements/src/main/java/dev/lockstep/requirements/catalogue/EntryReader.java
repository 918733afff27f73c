package dev.lockstep.requirements.catalogue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.contracts.Scenario;
import dev.lockstep.contracts.Severity;
import dev.lockstep.contracts.Stage;
import dev.lockstep.requirements.document.ParsedText;
import dev.lockstep.requirements.expression.Expression;
import dev.lockstep.requirements.expression.Expressions;
import dev.lockstep.requirements.expression.InvalidExpressionException;
import dev.lockstep.requirements.expression.Subject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads one requirement of a catalogue file, member by member; everything that is wrong with it is noted with its line. */
final class EntryReader {

    private static final Set<String> MEMBERS = Set.of(
            "id",
            "title",
            "severity",
            "scope",
            "reach",
            "account",
            "scenarios",
            "stages",
            "applies",
            "predicate",
            "information",
            "source",
            "explanation",
            "remedy");

    private static final Pattern ID = Pattern.compile("[A-Z][A-Z0-9]*(-[A-Z0-9]+)+");
    private static final int LONGEST_ID = 60;

    private final String file;
    private final ParsedText text;
    private final String pointer;
    private final JsonNode entry;
    private final List<CatalogueMistake> mistakes;
    private final @Nullable String id;
    private boolean whole = true;

    /**
     * @param pointer where the requirement stands in the file, as a JSON Pointer
     * @param mistakes what is wrong is added here
     */
    EntryReader(String file, ParsedText text, String pointer, JsonNode entry, List<CatalogueMistake> mistakes) {
        this.file = file;
        this.text = text;
        this.pointer = pointer;
        this.entry = entry;
        this.mistakes = mistakes;
        this.id = entry.path("id").isTextual() ? entry.path("id").asText() : null;
    }

    /** The requirement; empty when anything is wrong with it. */
    Optional<Requirement> read(Expressions expressions, boolean own) {
        if (!entry.isObject()) {
            wrong("", "a requirement is an object with the members " + sorted(MEMBERS));
            return Optional.empty();
        }
        entry.fieldNames().forEachRemaining(member -> {
            if (!MEMBERS.contains(member)) {
                wrong(member, "there is no member '%s'; the members are %s".formatted(member, sorted(MEMBERS)));
            }
        });
        String name = identifier();
        String title = text("title");
        Severity severity = one("severity", Severity.values(), Enum::name);
        Subject.Kind scope = one("scope", Subject.Kind.values(), Enum::name);
        Requirement.Reach reach =
                entry.has("reach") ? one("reach", Requirement.Reach.values(), Enum::name) : Requirement.Reach.ALL;
        Requirement.AccountRole account = account(scope);
        List<Scenario> scenarios =
                entry.has("scenarios") ? some("scenarios", Scenario.values(), Enum::name) : List.of(Scenario.values());
        List<Stage> stages = some("stages", Stage.values(), Stage::code);
        String source = text("source");
        String explanation = text("explanation");
        String remedy = text("remedy");
        Expression predicate = scope == null ? null : compiled("predicate", scope, expressions);
        Expression applies = optional("applies", scope, expressions);
        Expression information = optional("information", scope, expressions);
        if (!whole || severity == null || scope == null || reach == null || predicate == null) {
            return Optional.empty();
        }
        return Optional.of(new Requirement(
                name,
                title,
                severity,
                scope,
                reach,
                account,
                scenarios,
                stages,
                applies,
                predicate,
                information,
                source,
                !own && name.startsWith("X-"),
                own,
                explanation,
                remedy));
    }

    private String identifier() {
        String name = text("id");
        if (!name.isEmpty() && (name.length() > LONGEST_ID || !ID.matcher(name).matches())) {
            wrong("id", "an id is words of capital letters and digits with hyphens between them, such as OWN-DISK-01");
        }
        return name;
    }

    private String text(String member) {
        JsonNode value = entry.path(member);
        if (value.isMissingNode()
                || value.isNull()
                || (value.isTextual() && value.asText().isBlank())) {
            wrong(member, "the member '%s' is missing".formatted(member));
            return "";
        }
        if (!value.isValueNode()) {
            wrong(member, "the member '%s' is a text".formatted(member));
            return "";
        }
        return value.asText().strip();
    }

    private <T> @Nullable T one(String member, T[] values, Function<T, String> word) {
        String wanted = text(member);
        return wanted.isEmpty() ? null : meant(member, wanted, values, word);
    }

    private <T> @Nullable T meant(String member, String wanted, T[] values, Function<T, String> word) {
        Optional<T> found = Arrays.stream(values)
                .filter(value -> word.apply(value).equals(wanted))
                .findFirst();
        if (found.isEmpty()) {
            wrong(
                    member,
                    "the member '%s' never is '%s'; use %s"
                            .formatted(
                                    member,
                                    wanted,
                                    Arrays.stream(values).map(word).collect(Collectors.joining(", "))));
        }
        return found.orElse(null);
    }

    private <T> List<T> some(String member, T[] values, Function<T, String> word) {
        JsonNode list = entry.path(member);
        if (!list.isArray() || list.isEmpty()) {
            wrong(member, "the member '%s' is a list of 1 or more".formatted(member));
            return List.of();
        }
        List<T> found = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            T value = meant(member + "/" + i, list.path(i).asText(), values, word);
            if (value != null && !found.contains(value)) {
                found.add(value);
            }
        }
        return found;
    }

    private Requirement.@Nullable AccountRole account(Subject.@Nullable Kind scope) {
        if (scope != null && (scope == Subject.Kind.ACCOUNT) != entry.has("account")) {
            wrong("account", "the member 'account' belongs to requirements about an account");
            return null;
        }
        return entry.has("account") ? one("account", Requirement.AccountRole.values(), Enum::name) : null;
    }

    private @Nullable Expression optional(String member, Subject.@Nullable Kind scope, Expressions expressions) {
        return scope == null || !entry.has(member) ? null : compiled(member, scope, expressions);
    }

    private @Nullable Expression compiled(String member, Subject.Kind scope, Expressions expressions) {
        String condition = text(member);
        if (condition.isEmpty()) {
            return null;
        }
        try {
            return expressions.compile(condition, scope);
        } catch (InvalidExpressionException e) {
            wrong(member, "%s, %s".formatted(member, e.getMessage()));
            return null;
        }
    }

    private void wrong(String member, String what) {
        whole = false;
        String place = member.isEmpty() ? pointer : pointer + "/" + member;
        mistakes.add(new CatalogueMistake(file, text.line(place), id == null ? "a requirement without id" : id, what));
    }

    private static String sorted(Set<String> words) {
        return words.stream().sorted().collect(Collectors.joining(", "));
    }
}
