package dev.lockstep.cli.validation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.contracts.Scenario;
import dev.lockstep.contracts.Severity;
import dev.lockstep.contracts.Stage;
import dev.lockstep.requirements.expression.Subject;
import java.util.List;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Option;

/** Which requirements are wanted: those that are of one of the values of every option that is given. */
final class RequirementFilter {

    @Option(
            names = "--severity",
            paramLabel = "SEVERITY",
            description =
                    "Only those of this severity: ${COMPLETION-CANDIDATES}. May be given more than once, as all filters.")
    private List<Severity> severities = List.of();

    @Option(names = "--scope", paramLabel = "SCOPE", description = "Only those about this: ${COMPLETION-CANDIDATES}.")
    private List<Subject.Kind> scopes = List.of();

    @Option(
            names = "--scenario",
            paramLabel = "SCENARIO",
            description = "Only those of this scenario: ${COMPLETION-CANDIDATES}.")
    private List<Scenario> scenarios = List.of();

    @Option(
            names = "--stage",
            paramLabel = "STAGE",
            converter = OperationOptions.StageCode.class,
            description = "Only those that are asked at this stage, such as CLUS or NODE+.")
    private List<Stage> stages = List.of();

    /** Whether a requirement, as {@link dev.lockstep.requirements.catalogue.RequirementDetail} shows it, is wanted. */
    boolean passes(JsonNode requirement) {
        return passes(severities, Severity::name, requirement.path("severity"))
                && passes(scopes, Subject.Kind::word, requirement.path("scope"))
                && passes(scenarios, Scenario::name, requirement.path("scenarios"))
                && passes(stages, Stage::code, requirement.path("stages"));
    }

    private static <T> boolean passes(List<T> wanted, Function<T, String> word, JsonNode value) {
        List<String> words = wanted.stream().map(word).toList();
        return words.isEmpty()
                || words.contains(value.asText())
                || StreamSupport.stream(value.spliterator(), false)
                        .map(JsonNode::asText)
                        .anyMatch(words::contains);
    }
}
