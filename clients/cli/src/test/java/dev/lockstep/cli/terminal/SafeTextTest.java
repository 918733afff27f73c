package dev.lockstep.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SafeTextTest {

    private static final String FORGED = "done\u001B[1A\u001B[2Kapproved by nobody\u0007\u009B2J\r\u202E";

    @Test
    void evidenceCannotCommandTheTerminalThatShowsIt() {
        assertThat(printed(terminal -> terminal.print(FORGED)))
                .doesNotContain("\u001B", "\u0007", "\u009B", "\r", "\u202E");
        assertThat(printed(terminal -> terminal.printIndented(FORGED))).doesNotContain("\u001B");
        assertThat(printed(terminal -> terminal.print(Table.of("EVIDENCE").row(FORGED))))
                .doesNotContain("\u001B[1A", "\u001B[2K");
        assertThat(printed(terminal -> terminal.note(FORGED))).doesNotContain("\u001B");
        assertThat(printed(terminal -> terminal.print(new CommandFailure(ExitCode.REFUSED, FORGED, FORGED))))
                .doesNotContain("\u001B[1A", "\u001B[2K");
    }

    @Test
    void coloursLineBreaksAndEveryScriptStay() {
        String painted = "\u001B[32m組織 مؤسسة 🏢\u001B[0m\tÅlesund\nnext";

        assertThat(SafeText.of(painted)).isEqualTo(painted);
        assertThat(SafeText.of("one\r\ntwo")).isEqualTo("one\ntwo");
    }

    private interface Printing {
        void on(Terminal terminal);
    }

    private static String printed(Printing printing) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        printing.on(new Terminal(stream, stream, true, Map.of("TERM", "xterm")));
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
