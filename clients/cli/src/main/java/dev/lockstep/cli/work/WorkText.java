package dev.lockstep.cli.work;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.cli.command.Json;
import dev.lockstep.cli.terminal.Terminal;
import dev.lockstep.cli.terminal.Tone;

/** One piece of attended work, for the person who carries it out. */
public final class WorkText {

    private WorkText() {}

    /** Prints what to do and how to attest it. */
    public static void print(JsonNode work, Terminal terminal) {
        printInstructions(work, terminal);
        terminal.print("  then: " + attestation(work, "…"));
        terminal.print("");
    }

    /** Prints what to do. */
    public static void printInstructions(JsonNode work, Terminal terminal) {
        terminal.print(Tone.STRONG, Json.text(work, "title"));
        terminal.print("  cluster %s, site %s, waiting since %s"
                .formatted(Json.text(work, "cluster"), Json.text(work, "site"), Json.moment(work, "since")));
        work.path("requires").forEach(stage -> terminal.print("  before: the requirements of " + stage.asText()));
        int number = 0;
        for (JsonNode instruction : work.path("instructions")) {
            number++;
            terminal.print("  %d. %s".formatted(number, instruction.asText()));
        }
        if (work.hasNonNull("verify")) {
            terminal.print("  after: the platform must see that " + Json.text(work, "verify"));
        }
    }

    /** The command that attests it. */
    public static String attestation(JsonNode work, String evidence) {
        return "./lockstep attest %s %s --as operator --evidence '%s'"
                .formatted(Json.text(work, "rollout"), Json.text(work, "step"), evidence);
    }
}
