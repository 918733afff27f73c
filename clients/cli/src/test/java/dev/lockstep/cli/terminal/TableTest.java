package dev.lockstep.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TableTest {

    private static final String LONG =
            "every prerequisite is checked before each step and a step is believed only when observation agrees";

    @ParameterizedTest
    @ValueSource(ints = {60, 80, 132})
    void fitsTheTerminal(int columns) {
        Table table = Table.of("ID", "WHAT", "REMEDY").row("NODE-DC-01", LONG, LONG);

        List<String> lines = table.lines(columns, Palette.PLAIN);

        assertThat(lines).allSatisfy(line -> assertThat(TextWidth.of(line)).isLessThanOrEqualTo(columns));
        assertThat(String.join(" ", lines).replaceAll("\\s+", " "))
                .contains("every")
                .contains("agrees");
    }

    @Test
    void wordsStayWholeAsLongAsAnotherColumnCanGiveWay() {
        List<String> lines = Table.of("ACTOR", "WHAT")
                .row("administrator of the organization", "short words only")
                .lines(26, Palette.PLAIN);

        assertThat(String.join(" ", lines)).contains("administrator").contains("organization");
        assertThat(lines).allSatisfy(line -> assertThat(TextWidth.of(line)).isLessThanOrEqualTo(26));
    }

    @Test
    void anIdStaysInOneLine() {
        String id = "0c5e1f5e-6a53-4d0b-9d53-0f6f0c0f7a11";
        Table table = Table.of("ID", "WHAT").whole("ID").row(id, LONG);

        List<String> lines = table.lines(60, Palette.PLAIN);

        assertThat(lines.get(1)).startsWith(id + "  every");
        assertThat(lines).allSatisfy(line -> assertThat(TextWidth.of(line)).isLessThanOrEqualTo(60));
    }

    @ParameterizedTest
    @ValueSource(ints = {60, 120})
    void textUnderARowTakesTheWholeWidthAndNoColumns(int columns) {
        Table table = Table.of("ID", "WHAT")
                .row("a", "first")
                .under(Tone.DIM, LONG)
                .under(Tone.DIM, "")
                .row("b", "second");

        List<String> lines = table.lines(columns, Palette.PLAIN);

        assertThat(lines).startsWith("ID  WHAT", "a   first").endsWith("b   second");
        assertThat(lines.subList(2, lines.size() - 1))
                .allSatisfy(line -> assertThat(line)
                        .startsWith("    ")
                        .satisfies(text -> assertThat(TextWidth.of(text)).isLessThanOrEqualTo(columns)));
        assertThat(String.join(" ", lines).replaceAll("\\s+", " ")).contains(LONG);
    }

    @Test
    void wideCharactersTakeTwoColumns() {
        List<String> lines =
                Table.of("A", "B").row("簇节点", "x").row("abcdef", "x").lines(80, Palette.PLAIN);

        assertThat(lines.get(1)).isEqualTo("簇节点  x");
        assertThat(lines.get(2)).isEqualTo("abcdef  x");
    }

    @Test
    void aWordLongerThanItsColumnIsBroken() {
        assertThat(TextWidth.wrap("aaaaaaaaaa bb", 4)).containsExactly("aaaa", "aaaa", "aa", "bb");
    }

    @Test
    void colourDoesNotCountAsWidth() {
        List<String> lines = Table.of("S", "B")
                .row(List.of(new Table.Cell("PASS", Tone.GOOD), Table.Cell.plain("x")))
                .lines(80, Palette.COLOURED);

        assertThat(lines.get(1)).isEqualTo("\u001B[32mPASS\u001B[0m  x");
    }
}
