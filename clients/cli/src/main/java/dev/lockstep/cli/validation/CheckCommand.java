package dev.lockstep.cli.validation;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.cli.command.CheckedDocument;
import dev.lockstep.cli.command.FormatOption;
import dev.lockstep.cli.command.Surroundings;
import dev.lockstep.cli.terminal.CommandFailure;
import dev.lockstep.cli.terminal.ExitCode;
import dev.lockstep.contracts.ContractJson;
import dev.lockstep.contracts.Stage;
import dev.lockstep.requirements.Operation;
import dev.lockstep.requirements.Report;
import dev.lockstep.requirements.RequirementEngine;
import dev.lockstep.requirements.Waivers;
import dev.lockstep.requirements.catalogue.Catalogue;
import dev.lockstep.requirements.expression.InventoryFacts;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Validates a document without a platform. */
@Command(
        name = "check",
        description = {
            "Check an inventory document against every requirement that applies, without a platform.",
            "Exit code 0 when nothing blocks, 1 when something does, 2 when the document is not valid."
        })
public final class CheckCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Parameters(paramLabel = "FILE", description = "JSON or YAML; - reads from the standard input.")
    private String file;

    @Option(
            names = "--stage",
            paramLabel = "STAGE",
            description = "At this stage; may be given more than once (default: those of the document's operation).")
    private List<String> stages = List.of();

    @Option(
            names = "--subject",
            paramLabel = "NAME",
            description =
                    "The node, virtual server or domain that is next (default: that of the document's operation).")
    @Nullable private String subject;

    @Option(names = "--all", description = "Print what passed, too.")
    private boolean everything;

    @Mixin
    private FormatOption format;

    public CheckCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        ObjectNode document = CheckedDocument.read(file, surroundings);
        Operation operation = operation(document);
        Report report = new RequirementEngine(Catalogue.standard())
                .evaluate(
                        InventoryFacts.of(document),
                        operation,
                        surroundings.clock().instant(),
                        Waivers.none());
        ObjectNode json = json(document, report);
        if (format.json()) {
            surroundings.terminal().print(json);
        } else {
            ReportText.print(json, everything, surroundings.terminal());
        }
        return report.blocking() ? ExitCode.REFUSED : ExitCode.DONE;
    }

    private Operation operation(ObjectNode document) {
        Operation stated = Operation.of(document)
                .orElseThrow(() -> new CommandFailure(
                        ExitCode.INVALID,
                        "'%s' does not say what is about to be done.".formatted(file),
                        "Give it an 'operation' with scenario and stages."));
        List<Stage> asked = stages.isEmpty()
                ? stated.stages()
                : stages.stream().map(CheckCommand::stage).toList();
        return stages.isEmpty() && subject == null
                ? stated
                : stated.at(asked, subject == null ? stated.subject() : subject);
    }

    private static Stage stage(String code) {
        try {
            return Stage.of(code);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(ExitCode.INVALID, "There is " + e.getMessage() + ".", "");
        }
    }

    private ObjectNode json(ObjectNode document, Report report) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("document", document.path("name").asText(file));
        json.putObject("catalogue").put("version", report.catalogueVersion()).put("hash", report.catalogueHash());
        json.set("results", ContractJson.mapper().valueToTree(report.results()));
        json.put("blocking", report.blocking());
        return json;
    }
}
