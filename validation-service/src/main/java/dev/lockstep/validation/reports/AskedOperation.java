package dev.lockstep.validation.reports;

import dev.lockstep.contracts.Scenario;
import dev.lockstep.contracts.Stage;
import dev.lockstep.requirements.Operation;
import dev.lockstep.requirements.catalogue.Catalogue;
import dev.lockstep.requirements.expression.InventoryFacts;
import dev.lockstep.requirements.expression.Subject;
import dev.lockstep.service.http.InvalidRequestException;
import dev.lockstep.service.http.Mistake;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a request says is about to be done. */
final class AskedOperation {

    private AskedOperation() {}

    /**
     * The operation of a request.
     *
     * @param stages PLAN when there is none
     * @throws InvalidRequestException naming the parameter that means nothing
     */
    static Operation of(
            String scenario,
            List<String> stages,
            @Nullable String subject,
            @Nullable String operator,
            @Nullable String targetBuild) {
        return Operation.of(scenario(scenario), stages(stages), subject, operator, build(targetBuild));
    }

    private static Scenario scenario(String text) {
        return Arrays.stream(Scenario.values())
                .filter(scenario -> scenario.name().equals(text))
                .findFirst()
                .orElseThrow(() -> new InvalidRequestException(new Mistake(
                        "scenario",
                        "there is no scenario '%s'".formatted(text),
                        "use one of " + Arrays.toString(Scenario.values()))));
    }

    private static List<Stage> stages(List<String> codes) {
        if (codes.isEmpty()) {
            return List.of(Stage.PLAN);
        }
        return codes.stream().distinct().map(AskedOperation::stage).toList();
    }

    private static Stage stage(String code) {
        try {
            return Stage.of(code);
        } catch (IllegalArgumentException e) {
            throw new InvalidRequestException(
                    new Mistake("stage", String.valueOf(e.getMessage()), "use one of these"), e);
        }
    }

    private static @Nullable String build(@Nullable String text) {
        if (text != null && !text.matches("[0-9]{1,6}(\\.[0-9]{1,6}){1,3}")) {
            throw new InvalidRequestException(
                    new Mistake("targetBuild", "'%s' is no build".formatted(text), "write it as 6.5.6944"));
        }
        return text;
    }

    /** Goes on only when the scenario has the stages, and the subject, if there is one, is a node, virtual server or domain of the facts. */
    static void check(Operation operation, Catalogue catalogue, InventoryFacts facts) {
        operation.mistakenStages(catalogue).ifPresent(mistake -> {
            throw new InvalidRequestException(new Mistake("stage", mistake.what(), mistake.remedy()));
        });
        checkSubject(facts, operation.subject());
    }

    private static void checkSubject(InventoryFacts facts, @Nullable String subject) {
        boolean exists = subject == null
                || Stream.of(Subject.Kind.NODE, Subject.Kind.EVS, Subject.Kind.DOMAIN)
                        .flatMap(kind -> facts.subjects(kind).stream())
                        .anyMatch(candidate -> candidate.name().equals(subject));
        if (!exists) {
            throw new InvalidRequestException(new Mistake(
                    "subject",
                    "the cluster has no node, virtual server or domain '%s'".formatted(subject),
                    "use the name as it stands in the inventory"));
        }
    }
}
