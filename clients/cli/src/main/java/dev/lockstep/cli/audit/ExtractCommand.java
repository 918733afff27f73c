package dev.lockstep.cli.audit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.cli.api.PlatformClient;
import dev.lockstep.cli.api.Service;
import dev.lockstep.cli.command.ConnectionOptions;
import dev.lockstep.cli.command.Json;
import dev.lockstep.cli.command.Surroundings;
import dev.lockstep.cli.terminal.ExitCode;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes entries for other programs, as many as there are. */
@Command(
        name = "extract",
        description = {
            "Write entries of the history for other programs, as far as the account may see them: JSON Lines with the"
                    + " whole event, or CSV with what it is searched by. As many as there are, a page at a time."
        })
public final class ExtractCommand implements Callable<Integer> {

    private static final String FORMULA = "=+-@\t\r";
    private static final List<String> COLUMNS = List.of(
            "index",
            "time",
            "actor",
            "type",
            "subject",
            "streamVersion",
            "source",
            "id",
            "organization",
            "cluster",
            "rollout",
            "step",
            "leafHash");

    private static final String STANDS_OUT = "standsOut";

    private final Surroundings surroundings;

    @Mixin
    private ConnectionOptions connection;

    @Mixin
    private EntryOptions wanted;

    @Option(names = "--lines", paramLabel = "FORM", required = true, description = "What a line is: jsonl or csv.")
    private Form form;

    public ExtractCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** What a line is. */
    enum Form {
        JSONL,
        CSV
    }

    @Override
    public Integer call() {
        PlatformClient platform = connection.platform(surroundings);
        PrintStream out = surroundings.terminal().out();
        Written written = new Written(out);
        platform.eachPage(Service.AUDIT, wanted.query("/entries"), written::page);
        out.flush();
        if (written.lines == 0) {
            surroundings.terminal().note(EntryOptions.NOTHING);
        }
        return ExitCode.DONE;
    }

    /** What was written: headings come with the first page, so that a refusal leaves nothing. */
    private final class Written {

        private final PrintStream out;
        private boolean begun;
        private long lines;

        private Written(PrintStream out) {
            this.out = out;
        }

        private void page(JsonNode entries) {
            if (form == Form.CSV && !begun) {
                out.print(String.join(",", COLUMNS) + "," + STANDS_OUT + "\r\n");
            }
            begun = true;
            entries.forEach(entry -> out.print(line(entry)));
            lines += entries.size();
        }
    }

    private String line(JsonNode entry) {
        return switch (form) {
            case JSONL -> entry + "\n";
            case CSV ->
                COLUMNS.stream().map(column -> quoted(Json.text(entry, column))).collect(Collectors.joining(","))
                        + ","
                        + (BrokenGlass.is(entry) ? BrokenGlass.WORDS : "")
                        + "\r\n";
        };
    }

    /**
     * RFC 4180: a value with a comma, a quote or a line break stands in quotes, quotes within are doubled. A value that a spreadsheet would
     * take for a formula gets an apostrophe before it.
     */
    private static String quoted(String raw) {
        String value = !raw.isEmpty() && FORMULA.indexOf(raw.charAt(0)) >= 0 ? "'" + raw : raw;
        boolean plain = value.chars().noneMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
        return plain ? value : '"' + value.replace("\"", "\"\"") + '"';
    }
}
