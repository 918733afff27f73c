package dev.lockstep.cli.validation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.cli.terminal.CommandFailure;
import dev.lockstep.cli.terminal.ExitCode;
import dev.lockstep.contracts.Scenario;
import dev.lockstep.contracts.Stage;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** What is about to be done. */
final class OperationOptions {

    @Option(names = "--scenario", paramLabel = "SCENARIO", description = "${COMPLETION-CANDIDATES}.")
    @Nullable Scenario scenario;

    @Option(
            names = "--stage",
            paramLabel = "STAGE",
            converter = StageCode.class,
            description = "At this stage, such as CLUS or NODE+; may be given more than once.")
    private List<Stage> stages = List.of();

    @Option(names = "--subject", paramLabel = "NAME", description = "The node, virtual server or domain that is next.")
    @Nullable String subject;

    @Option(names = "--operator", paramLabel = "ACCOUNT", description = "The account that will act.")
    @Nullable String operator;

    @Option(names = "--target-build", paramLabel = "BUILD", description = "The Exchange build that is to be installed.")
    @Nullable String targetBuild;

    /** Reads a stage's code, in whatever case. */
    static final class StageCode implements ITypeConverter<Stage> {
        @Override
        public Stage convert(String code) {
            try {
                return Stage.of(code.toUpperCase(Locale.ROOT));
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException("there is " + e.getMessage());
            }
        }
    }

    /** The codes of the stages that were asked for, each once; empty when none was. */
    List<String> stageCodes() {
        return stages.stream().distinct().map(Stage::code).toList();
    }

    /**
     * The operation of a document as the options change it. The document is changed.
     *
     * @throws CommandFailure when neither the document nor the options say what is about to be done
     */
    void changeOperationOf(ObjectNode document, String file) {
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
            stageCodes().forEach(codes::add);
        }
    }

    private static void put(ObjectNode operation, String member, @Nullable String value) {
        if (value != null) {
            operation.put(member, value);
        }
    }
}
