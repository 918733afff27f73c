package dev.lockstep.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TerminalTest {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

    private Terminal terminal(boolean interactive, Map<String, String> environment, TerminalSize size) {
        return new Terminal(out, out, interactive, environment, () -> Optional.of(size));
    }

    private String printed() {
        String text = bytes.toString(StandardCharsets.UTF_8);
        bytes.reset();
        return text;
    }

    @Test
    void whatIsRedrawnIsCutAtTheEdgesOfTheTerminalSoThatTheNextRedrawFindsItsBeginning() {
        Terminal narrow = terminal(true, Map.of(), new TerminalSize(4, 10));

        narrow.redraw(List.of("0123456789ABC", "one", "two", "three", "four"));
        assertThat(printed()).isEqualTo("012345678…\none\ntwo\n");

        narrow.redraw(List.of("next"));
        assertThat(printed()).isEqualTo("\u001B[3A\u001B[Jnext\n");
    }

    @Test
    void whatWasKeptIsNotDrawnOver() {
        Terminal terminal = terminal(true, Map.of("COLUMNS", "80"), new TerminalSize(24, 80));

        terminal.redraw(List.of("kept"));
        terminal.keepDrawn();
        terminal.redraw(List.of("next"));

        assertThat(printed()).isEqualTo("kept\nnext\n");
    }

    @Test
    void theSettingComesBeforeWhatTheTerminalSays() {
        Terminal terminal = terminal(true, Map.of("COLUMNS", "6"), new TerminalSize(24, 80));

        terminal.redraw(List.of("0123456789"));

        assertThat(printed()).isEqualTo("01234…\n");
    }

    @Test
    void withoutATerminalNothingIsRedrawnAndNobodyIsAsked() {
        Terminal terminal = new Terminal(out, out, false, Map.of(), () -> {
            throw new AssertionError("asked");
        });

        terminal.redraw(List.of("status"));
        terminal.printIndented("text");

        assertThat(printed()).isEqualTo("      text\n");
    }

    @Test
    void sizesAreReadAsTheToolPrintsThem() {
        assertThat(TerminalSize.parsed("24 80\n")).contains(new TerminalSize(24, 80));
        assertThat(TerminalSize.parsed("0 0\n")).isEmpty();
        assertThat(TerminalSize.parsed("stty: standard input: Inappropriate ioctl for device"))
                .isEmpty();
    }
}
