package dev.lockstep.siterunner.parsing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Damage never makes a fact: what is seen in a damaged answer was seen in the whole one, or the answer is refused. Where the absence of a
 * row is an answer itself - a value that a registry key does not have, the place of a network among others - no tool tells that a row
 * is gone; there only everything else is damaged.
 */
class DamagedSamplesTest {
    private static final String REPLACEMENTS = "X0 -:é\u0001";

    /** What does not hold a value: titles, headers, dashes, names of members, ends. Groups in brackets only, when there are any. */
    private static final List<Pattern> STRUCTURE = List.of(
            Pattern.compile("Listing .*"),
            Pattern.compile("[- ]*-[- ]*"),
            Pattern.compile("(?:Node +Node ID|Group +Node|Resource +Group|T +\\S+ +Name|Quorum Resource) .*"),
            Pattern.compile("(?:Preferred|Possible) Owner Nodes|Network"),
            Pattern.compile("([A-Z] +(?:EVS1 Network Name|Disk E: data|Heart beat) ).*"),
            Pattern.compile("( *[A-Z_\\d]+ *:).*"),
            Pattern.compile("SERVICE_NAME: .*|\\[SC].*"),
            Pattern.compile("([A-Za-z]+::?).*"),
            Pattern.compile("(?:Connecting|Logging|Exporting|Searching|Writing|Search Failed|The error|An error).*"),
            Pattern.compile("No Entries found|\\d+ entries exported|The command has completed successfully"),
            Pattern.compile("! REG.*|Error: .*"),
            Pattern.compile("\\*\\*\\* .*"),
            Pattern.compile("(HKEY_[A-Z_]+).*"),
            Pattern.compile("HKEY_[^{]*\\\\(?:Setup|Subcomponents|Session Manager)"),
            Pattern.compile(".*\\t(REG_[A-Z_]+)(?:\\t.*)?"),
            Pattern.compile(".*(Error code).*"));

    static Stream<GoldenSample> samples() {
        return GoldenSample.all().stream();
    }

    @Test
    void everySampleIsHere() throws IOException, URISyntaxException {
        Path folder = Path.of(
                Objects.requireNonNull(getClass().getResource("/samples")).toURI());
        try (Stream<Path> files = Files.list(folder).filter(Files::isRegularFile)) {
            assertThat(files.map(each -> String.valueOf(each.getFileName()).replace(".txt", "")))
                    .containsExactlyInAnyOrderElementsOf(
                            samples().map(GoldenSample::name).distinct().toList());
        }
        assertThat(samples().map(GoldenSample::parser).distinct())
                .as("but the version of the system objects, which is read as that of the organization")
                .hasSize(Parsers.names().size() - 1);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void anAnswerThatWasCutOffIsRefusedOrShowsAPart(GoldenSample sample) throws ParseException {
        for (int length = 0; length < sample.text().length(); length++) {
            isPart(sample, sample.text().substring(0, length));
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void anyOtherExitCodeIsRefusedOrShowsTheSame(GoldenSample sample) throws ParseException {
        for (int code : List.of(0, 1, 2, 5, 32, 36, 143, 255, -1)) {
            if (code != sample.exitCode()) {
                isPart(sample, code, sample.text());
            }
        }
    }

    /** A listing after which its tool failed is not believed. */
    @ParameterizedTest
    @MethodSource("samples")
    void factsNeedTheToolsSuccess(GoldenSample sample) throws ParseException {
        if (sample.exitCode() == 0) {
            assertThat(refuses(sample, 1, sample.text())).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void oneCharacterOfItsStructureIsAnotherOne(GoldenSample sample) throws ParseException {
        String text = sample.text();
        BitSet structure = structure(text);
        for (int at = structure.nextSetBit(0); at >= 0; at = structure.nextSetBit(at + 1)) {
            for (int i = 0; i < REPLACEMENTS.length(); i++) {
                isPart(sample, text.substring(0, at) + REPLACEMENTS.charAt(i) + text.substring(at + 1));
            }
            isPart(sample, text.substring(0, at) + text.substring(at + 1));
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void anyTwoLinesAreMissing(GoldenSample sample) throws ParseException {
        List<String> lines = sample.text().lines().toList();
        for (int first = 0; first < lines.size(); first++) {
            for (int second = first; second < lines.size(); second++) {
                if (mayGo(sample, lines.get(first)) && mayGo(sample, lines.get(second))) {
                    List<String> left = new ArrayList<>(lines);
                    left.remove(second);
                    if (first != second) {
                        left.remove(first);
                    }
                    isPart(sample, left.isEmpty() ? "" : String.join("\r\n", left) + "\r\n");
                }
            }
        }
    }

    @Property(tries = 3000, shrinking = ShrinkingMode.OFF)
    void severalDamagesAtOnce(@ForAll("goldenSamples") GoldenSample sample, @ForAll long seed) throws ParseException {
        Random random = new Random(seed);
        String text = sample.text();
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            BitSet structure = structure(text);
            if (structure.isEmpty()) {
                return;
            }
            int at = structure.stream()
                    .skip(random.nextInt(structure.cardinality()))
                    .findFirst()
                    .orElseThrow();
            char other = REPLACEMENTS.charAt(random.nextInt(REPLACEMENTS.length()));
            text = switch (random.nextInt(3)) {
                case 0 -> text.substring(0, at) + text.substring(at + 1);
                case 1 -> text.substring(0, at) + other + text.substring(at + 1);
                default -> text.substring(0, at) + other + text.substring(at);
            };
        }
        isPart(sample, text);
    }

    @Provide
    Arbitrary<GoldenSample> goldenSamples() {
        return Arbitraries.of(GoldenSample.all());
    }

    private static boolean mayGo(GoldenSample sample, String line) {
        boolean value = line.contains("\tREG_");
        boolean place =
                sample.parser().equals("cluster-network-priorities") && !line.isBlank() && !line.startsWith("-");
        return !value && !place;
    }

    private static BitSet structure(String text) {
        BitSet structure = new BitSet();
        int start = 0;
        for (String line : text.split("\r\n", -1)) {
            for (Pattern each : STRUCTURE) {
                Matcher matcher = each.matcher(line);
                if (matcher.matches()) {
                    int group = matcher.groupCount();
                    structure.set(start + matcher.start(group), start + matcher.end(group));
                }
            }
            start += line.length() + 2;
        }
        return structure;
    }

    private static void isPart(GoldenSample sample, String damaged) throws ParseException {
        isPart(sample, sample.exitCode(), damaged);
    }

    private static void isPart(GoldenSample sample, int exitCode, String damaged) throws ParseException {
        Map<String, JsonNode> whole = sample.facts(sample.text());
        Map<String, JsonNode> seen;
        try {
            seen = sample.facts(exitCode, damaged);
        } catch (ParseException e) {
            return;
        }
        seen.forEach((path, value) -> assertThat(isPart(value, whole.get(path)))
                .as(() -> "%s shows %s=%s instead of %s:%n%s".formatted(sample, path, value, whole.get(path), damaged))
                .isTrue());
    }

    private static boolean isPart(JsonNode part, @org.jspecify.annotations.Nullable JsonNode whole) {
        if (whole == null || !part.isArray() || !whole.isArray()) {
            return part.equals(whole);
        }
        int next = 0;
        for (JsonNode each : whole) {
            if (next < part.size() && part.get(next).equals(each)) {
                next++;
            }
        }
        return next == part.size();
    }

    private static boolean refuses(GoldenSample sample, int exitCode, String text) {
        try {
            sample.facts(exitCode, text);
            return false;
        } catch (ParseException e) {
            return true;
        }
    }
}
