package dev.lockstep.cli.validation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.cli.terminal.CommandFailure;
import dev.lockstep.cli.terminal.ExitCode;
import dev.lockstep.contracts.Scenario;
import dev.lockstep.contracts.Stage;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is about to be done. */
final class OperationOptions {

    @Option(names = "--scenario", paramLabel = "SCENARIO", description = "${COMPLETION-CANDIDATES}.")
    @Nullable Scenario scenario;

    @Option(names = "--stage", paramLabel = "STAGE", description = "At this stage; may be given more than once.")
    List<String> stages = List.of();

    @Option(names = "--subject", paramLabel = "NAME", description = "The node, virtual server or domain that is next.")
    @Nullable String subject;

    @Option(names = "--operator", paramLabel = "ACCOUNT", description = "The account that will act.")
    @Nullable String operator;

    @Option(names = "--target-build", paramLabel = "BUILD", description = "The Exchange build that is to be installed.")
    @Nullable String targetBuild;

    /**
     * The operation of a document as the options change it. The document is changed.
     *
     * @throws CommandFailure when a stage does not exist, or when neither the document nor the options say what is about to be done
     */
    void changeOperationOf(ObjectNode document, String file) {
        stages.forEach(OperationOptions::requireStage);
        boolean stated = document.path("operation").isObject();
        if (!stated && (scenario == null || stages.isEmpty())) {
            throw new CommandFailure(
                    ExitCode.INVALID,
                    "'%s' does not say what is about to be done.".formatted(file),
                    "Give it an 'operation' with scenario and stages, or say --scenario and --stage.");
        }
        ObjectNode operation = document.withObjectProperty("operation");
        put(operation, "scenario", scenario == null ? null : scenario.name());
        put(operation, "subject", subject);
        put(operation, "operator", operator);
        put(operation, "targetBuild", targetBuild);
        if (!stages.isEmpty()) {
            ArrayNode codes = operation.putArray("stages");
            stages.stream().distinct().forEach(codes::add);
        }
    }

    private static void put(ObjectNode operation, String member, @Nullable String value) {
        if (value != null) {
            operation.put(member, value);
        }
    }

    private static void requireStage(String code) {
        try {
            Stage.of(code);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(ExitCode.INVALID, "There is " + e.getMessage() + ".", "");
        }
    }
}
