package dev.lockstep.cli.terminal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.contracts.ContractJson;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a command prints. Results go to the output, everything about the way there and failures to the error stream, so that output
 * can be piped. What is printed as text cannot command the terminal. Colour and redrawing happen only on a terminal, and colour not when {@code NO_COLOR} is set.
 */
public final class Terminal {

    private static final int WIDTH_WITHOUT_TERMINAL = 120;
    private static final int NARROWEST = 60;
    private static final String INDENT = "      ";
    private static final Pattern COLUMNS = Pattern.compile("[1-9][0-9]{0,4}");

    /** People resize: how long an answer about the size is good for. */
    private static final long SIZE_NANOS = Duration.ofSeconds(1).toNanos();

    private final PrintStream out;
    private final PrintStream err;
    private final boolean interactive;
    private final Palette palette;
    private final @Nullable Integer fixedColumns;
    private final Supplier<Optional<TerminalSize>> sizeNow;
    private Optional<TerminalSize> size = Optional.empty();
    private @Nullable Long sizeAsked;
    private List<String> drawn = List.of();

    /**
     * @param interactive whether a person sits in front of it
     * @param environment {@code NO_COLOR}, {@code TERM} and {@code COLUMNS} are honoured
     */
    public Terminal(PrintStream out, PrintStream err, boolean interactive, Map<String, String> environment) {
        this(out, err, interactive, environment, TerminalSize::ask);
    }

    Terminal(
            PrintStream out,
            PrintStream err,
            boolean interactive,
            Map<String, String> environment,
            Supplier<Optional<TerminalSize>> sizeNow) {
        this.out = out;
        this.err = err;
        this.interactive = interactive && !"dumb".equals(environment.get("TERM"));
        boolean coloured =
                this.interactive && environment.getOrDefault("NO_COLOR", "").isEmpty();
        this.palette = coloured ? Palette.COLOURED : Palette.PLAIN;
        this.fixedColumns = columns(environment.get("COLUMNS"));
        this.sizeNow = sizeNow;
    }

    /** The terminal of this process; UTF-8 whatever the locale. */
    public static Terminal ofProcess() {
        return new Terminal(
                utf8(FileDescriptor.out),
                utf8(FileDescriptor.err),
                Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false),
                System.getenv());
    }

    private static PrintStream utf8(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }

    private static @Nullable Integer columns(@Nullable String setting) {
        return setting != null && COLUMNS.matcher(setting).matches() ? Integer.valueOf(setting) : null;
    }

    private Optional<TerminalSize> size() {
        long now = System.nanoTime();
        if (interactive && (sizeAsked == null || now - sizeAsked > SIZE_NANOS)) {
            size = sizeNow.get();
            sizeAsked = now;
        }
        return size;
    }

    /** How many columns a line may take before the terminal breaks it. */
    private int lineWidth() {
        return fixedColumns != null
                ? fixedColumns
                : size().map(TerminalSize::columns).orElse(WIDTH_WITHOUT_TERMINAL);
    }

    /** How many columns text is laid out for: narrower, it would not be legible. */
    private int textWidth() {
        return Math.max(NARROWEST, lineWidth());
    }

    /** Whether a person sits in front of it. */
    public boolean interactive() {
        return interactive;
    }

    /** Whether it shows colours. */
    public boolean coloured() {
        return palette == Palette.COLOURED;
    }

    /** The stream of results. */
    public PrintStream out() {
        return out;
    }

    /** The stream of everything else. */
    public PrintStream err() {
        return err;
    }

    /** A line of the result. */
    public void print(String line) {
        out.println(SafeText.of(line));
    }

    /** A line of the result, coloured by what it means. */
    public void print(Tone tone, String line) {
        out.println(SafeText.of(palette.paint(tone, line)));
    }

    /** Text of the result, wrapped and indented below a line; nothing when it is empty. */
    public void printIndented(String text) {
        if (!text.isEmpty()) {
            TextWidth.wrap(SafeText.of(text), textWidth() - INDENT.length())
                    .forEach(line -> out.println(INDENT + line));
        }
    }

    /** Text as this terminal shows its meaning. */
    public String painted(Tone tone, String text) {
        return palette.paint(tone, text);
    }

    /** A result of many rows. */
    public void print(Table table) {
        table.lines(textWidth(), palette).forEach(line -> out.println(SafeText.of(line)));
    }

    /** A result for programs. */
    public void print(JsonNode json) {
        try {
            out.println(ContractJson.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(json));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Something to know about the way to the result. */
    public void note(String line) {
        err.println(SafeText.of(line));
    }

    /**
     * Lines that replace those of the last call on a terminal, cut at its edges; without one nothing is printed. No line may hold
     * colours.
     */
    public void redraw(List<String> lines) {
        if (!interactive) {
            return;
        }
        int columns = lineWidth();
        StringBuilder screen = new StringBuilder();
        int above = drawn.stream().mapToInt(line -> rowsOf(line, columns)).sum();
        if (above > 0) {
            screen.append("\u001B[").append(above).append("A\u001B[J");
        }
        drawn = lines.stream()
                .limit(size().map(now -> Math.max(1L, now.rows() - 1L)).orElse(Long.MAX_VALUE))
                .map(line -> TextWidth.cut(SafeText.of(line), columns))
                .toList();
        drawn.forEach(line -> screen.append(line).append(System.lineSeparator()));
        out.print(screen);
        out.flush();
    }

    /** How many rows a line takes that was drawn when the terminal may have been wider. */
    private static int rowsOf(String line, int columns) {
        return Math.max(1, Math.ceilDiv(TextWidth.of(line), columns));
    }

    /** What was redrawn last stays; the next redraw begins below it. */
    public void keepDrawn() {
        drawn = List.of();
    }

    /** A failure as sentences: what happened, what is wrong where, what to do. */
    public void print(CommandFailure failure) {
        err.println(SafeText.of(palette.paint(Tone.BAD, "lockstep: ") + failure.sentence()));
        failure.mistakes()
                .forEach(mistake -> err.println(SafeText.of(
                        "  " + (mistake.place().isEmpty() ? "" : mistake.place() + ": ") + mistake.message())));
        if (!failure.remedy().isEmpty()) {
            err.println(SafeText.of(failure.remedy()));
        }
    }
}
