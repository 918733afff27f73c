package dev.lockstep.cli.validation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.cli.command.FormatOption;
import dev.lockstep.cli.command.Surroundings;
import dev.lockstep.cli.terminal.CommandFailure;
import dev.lockstep.cli.terminal.ExitCode;
import dev.lockstep.cli.terminal.Terminal;
import dev.lockstep.cli.terminal.Tone;
import dev.lockstep.contracts.ContractJson;
import dev.lockstep.contracts.Stage;
import dev.lockstep.requirements.catalogue.Catalogue;
import dev.lockstep.requirements.catalogue.Requirement;
import dev.lockstep.requirements.catalogue.RequirementDetail;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Explains a requirement. */
@Command(
        name = "explain",
        description = "Explain a requirement: what must be true, why, where it comes from, what to do.")
public final class ExplainCommand implements Callable<Integer> {

    private static final int SUGGESTIONS = 5;

    private final Surroundings surroundings;

    @Parameters(paramLabel = "ID", description = "For example NODE-DC-01.")
    private String id;

    @Mixin
    private RequirementsOption requirements;

    @Mixin
    private FormatOption format;

    public ExplainCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Catalogue catalogue = requirements.catalogue(surroundings);
        Requirement requirement = catalogue.requirements().stream()
                .filter(candidate -> candidate.id().equalsIgnoreCase(id))
                .findFirst()
                .orElseThrow(() -> unknown(catalogue));
        Terminal terminal = surroundings.terminal();
        if (format.json()) {
            ObjectNode detail = ContractJson.mapper().valueToTree(RequirementDetail.of(requirement));
            terminal.print(requirement.own() ? detail : detail.put("tests", tests(requirement)));
            return ExitCode.DONE;
        }
        terminal.print(Tone.STRONG, requirement.id() + "  " + requirement.title());
        terminal.print("");
        parts(requirement).forEach((name, text) -> terminal.print("%-12s %s".formatted(name, text)));
        return ExitCode.DONE;
    }

    private static Map<String, String> parts(Requirement requirement) {
        Map<String, String> parts = new LinkedHashMap<>();
        parts.put("severity", requirement.severity().name());
        parts.put("about", requirement.scope().name());
        parts.put("scenarios", requirement.scenarios().stream().map(Enum::name).collect(Collectors.joining(", ")));
        parts.put("stages", requirement.stages().stream().map(Stage::code).collect(Collectors.joining(", ")));
        requirement.applies().ifPresent(expression -> parts.put("applies", expression.text()));
        parts.put("holds when", requirement.predicate().text());
        requirement.informs().ifPresent(expression -> parts.put("informs when", expression.text()));
        parts.put("facts", String.join(", ", requirement.facts()));
        parts.put("source", requirement.source() + origin(requirement));
        parts.put("why", requirement.explanation());
        parts.put("remedy", requirement.remedy());
        if (!requirement.own()) {
            parts.put("tests", tests(requirement));
        }
        return parts;
    }

    /** Where the cases of a requirement that comes with Lockstep are listed. */
    private static String tests(Requirement requirement) {
        return "docs/requirements.md, section '%s'"
                .formatted(
                        requirement.supplementary() ? "Supplementary requirements" : "Sections of the source document");
    }

    private static String origin(Requirement requirement) {
        if (requirement.own()) {
            return " (your own)";
        }
        return requirement.supplementary() ? " (supplementary)" : "";
    }

    private CommandFailure unknown(Catalogue catalogue) {
        String prefix = id.length() > 3 ? id.substring(0, 3) : id;
        String near = catalogue.requirements().stream()
                .map(Requirement::id)
                .filter(known -> known.regionMatches(true, 0, prefix, 0, prefix.length()))
                .limit(SUGGESTIONS)
                .collect(Collectors.joining(", "));
        return new CommandFailure(
                ExitCode.INVALID,
                "There is no requirement '%s'.".formatted(id),
                near.isEmpty() ? "'./lockstep requirements' lists them." : "There are: %s …".formatted(near));
    }
}
