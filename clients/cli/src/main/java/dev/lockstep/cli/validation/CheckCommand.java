package dev.lockstep.cli.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.cli.api.Query;
import dev.lockstep.cli.api.Service;
import dev.lockstep.cli.command.CheckedDocument;
import dev.lockstep.cli.command.ConnectionOptions;
import dev.lockstep.cli.command.Documents;
import dev.lockstep.cli.command.Json;
import dev.lockstep.cli.command.Surroundings;
import dev.lockstep.cli.terminal.CommandFailure;
import dev.lockstep.cli.terminal.ExitCode;
import dev.lockstep.contracts.ContractJson;
import dev.lockstep.requirements.Operation;
import dev.lockstep.requirements.Report;
import dev.lockstep.requirements.RequirementEngine;
import dev.lockstep.requirements.Waivers;
import dev.lockstep.requirements.dictionary.FactsDictionary;
import dev.lockstep.requirements.document.DocumentReader;
import dev.lockstep.requirements.expression.InventoryFacts;
import dev.lockstep.requirements.whatif.Assumption;
import dev.lockstep.requirements.whatif.Hypothesis;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Validates a document without a platform, or what would be if facts of a document or of a recorded cluster were others. */
@Command(
        name = "check",
        description = {
            "Check an inventory document against every requirement that applies, without a platform; or, with the id of a"
                    + " recorded cluster, ask the platform. With --with it is checked as it would be; nothing is recorded.",
            "Scenario, stages and subject are those of the document's operation unless options say others.",
            "Exit code 0 when nothing blocks, 1 when something does, 2 when the document is not valid."
        })
public final class CheckCommand implements Callable<Integer> {

    private static final String CANNOT_BE_CHECKED = "This cannot be checked.";

    private final Surroundings surroundings;

    @Parameters(
            paramLabel = "FILE|CLUSTER",
            description = "JSON or YAML; - reads from the standard input. Or a recorded cluster such as contoso:clu01.")
    private String what;

    @Mixin
    private OperationOptions operation;

    @Mixin
    private RequirementsOption requirements;

    @Option(
            names = "--with",
            paramLabel = "PATH=VALUE",
            description =
                    "Assume that this fact has this value, such as cluster/nodes/E2K3-N1/os/sp=2; null means that it is"
                            + " not there. May be given more than once.")
    private List<String> assumptions = List.of();

    @Mixin
    private ReportOptions report;

    @Mixin
    private ConnectionOptions connection;

    public CheckCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        List<Assumption> assumed =
                assumptions.stream().map(CheckCommand::assumption).toList();
        boolean cluster = Documents.isCluster(what, surroundings);
        JsonNode found = cluster ? recorded(assumed) : offline(assumed);
        assumed.forEach(assumption ->
                surroundings.terminal().note("Assumed: %s is %s.".formatted(assumption.place(), assumption.value())));
        report.print(found, Json.text(found, cluster ? "cluster" : "document"), surroundings);
        return found.path("blocking").asBoolean() ? ExitCode.REFUSED : ExitCode.DONE;
    }

    private static Assumption assumption(String text) {
        try {
            return Assumption.parse(text);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(
                    ExitCode.INVALID,
                    "--with: %s.".formatted(e.getMessage()),
                    "For example --with cluster/nodes/E2K3-N1/os/sp=2.");
        }
    }

    private JsonNode offline(List<Assumption> assumed) {
        RequirementEngine engine = new RequirementEngine(requirements.catalogue(surroundings));
        ObjectNode document = CheckedDocument.read(what, surroundings);
        operation.changeOperationOf(document, what);
        ObjectNode future = CheckedDocument.accepted(
                assumed.isEmpty()
                        ? new DocumentReader(FactsDictionary.standard()).check(document)
                        : new Hypothesis(assumed).applyTo(document),
                CANNOT_BE_CHECKED);
        Operation asked = Operation.of(future).orElseThrow();
        asked.mistakenStages(engine.catalogue()).ifPresent(mistake -> {
            throw CheckedDocument.refused(CANNOT_BE_CHECKED, List.of(mistake));
        });
        Report checked = engine.evaluate(
                InventoryFacts.of(future), asked, surroundings.clock().instant(), Waivers.none());
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("document", document.path("name").asText(what));
        json.putObject("catalogue").put("version", checked.catalogueVersion()).put("hash", checked.catalogueHash());
        json.set("results", ContractJson.mapper().valueToTree(checked.results()));
        json.put("blocking", checked.blocking());
        return json;
    }

    private JsonNode recorded(List<Assumption> assumed) {
        requirements.refuseForRecordedClusters();
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        put(body, "scenario", operation.scenario);
        put(body, "subject", operation.subject);
        put(body, "operator", operation.operator);
        put(body, "targetBuild", operation.targetBuild);
        operation.stageCodes().forEach(body.putArray("stages")::add);
        var with = body.putArray("with");
        assumed.forEach(
                assumption -> with.addObject().put("path", assumption.place()).set("value", assumption.value()));
        return connection
                .platform(surroundings)
                .post(Service.VALIDATION, Query.of("/clusters/{}/what-if", what.toLowerCase(Locale.ROOT)), body);
    }

    private static void put(ObjectNode body, String member, @Nullable Object value) {
        if (value != null) {
            body.put(member, value.toString());
        }
    }
}
