package dev.lockstep.cli.audit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.cli.command.Json;
import dev.lockstep.cli.terminal.Table.Cell;
import dev.lockstep.cli.terminal.Tone;

/** Entries by which two persons let a step go on without the approvals that it needed stand out wherever entries are listed. */
final class BrokenGlass {

    /** What is said beside such an entry. */
    static final String WORDS = "GLASS BROKEN";

    private static final String TYPE = "lockstep.orchestration.approval-overridden.v1";

    private BrokenGlass() {}

    /** Whether an entry, or an entry told to people, is about it. */
    static boolean is(JsonNode entry) {
        return Json.text(entry, "type").equals(TYPE);
    }

    /** What an entry is about, in a list. */
    static Cell cell(JsonNode entry, String text) {
        return is(entry) ? new Cell(WORDS + ": " + text, Tone.BAD) : Cell.plain(text);
    }
}
