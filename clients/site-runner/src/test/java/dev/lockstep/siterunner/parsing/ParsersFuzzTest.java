package dev.lockstep.siterunner.parsing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.StringLength;

/** Whatever a tool prints, a parser gives facts or its own error, never another exception. */
class ParsersFuzzTest {
    private static final List<String> SAMPLES = List.of(
            "nodes",
            "groups",
            "resources",
            "resource-type",
            "resource-dependencies",
            "resource-owners",
            "resource-private",
            "setup-log-failures",
            "host-address",
            "host-missing",
            "quorum",
            "service-state",
            "service-config",
            "service-missing",
            "ldif-schema",
            "ldif-groups",
            "ldif-servers",
            "ldif-missing",
            "ldif-none",
            "reg-exchange",
            "reg-missing",
            "reg-components",
            "connection-names",
            "connection-addresses",
            "connection-name-services",
            "connection-order",
            "media-sense",
            "windows-updates",
            "group-owners",
            "network-role",
            "network-priorities",
            "networks",
            "resource-group",
            "reg-windows",
            "reg-service-pack");

    @Property(tries = 300, shrinking = ShrinkingMode.OFF)
    void anyText(@ForAll @StringLength(max = 400) String text, @ForAll("parsers") String parser) {
        survives(parser, text);
    }

    @Property(tries = 1500, shrinking = ShrinkingMode.OFF)
    void damagedSamples(@ForAll("samples") String sample, @ForAll("parsers") String parser, @ForAll long seed) {
        survives(parser, damaged(ParsersTest.sample(sample), new Random(seed)));
    }

    @Provide
    Arbitrary<String> parsers() {
        return Arbitraries.of(Parsers.names());
    }

    @Provide
    Arbitrary<String> samples() {
        return Arbitraries.of(SAMPLES);
    }

    private static String damaged(String text, Random random) {
        List<String> lines = new ArrayList<>(text.lines().toList());
        for (int i = random.nextInt(4); i >= 0 && !lines.isEmpty(); i--) {
            int at = random.nextInt(lines.size());
            String line = lines.get(at);
            switch (random.nextInt(6)) {
                case 0 -> lines.remove(at);
                case 1 -> lines.add(at, line);
                case 2 -> lines.set(at, line.substring(0, random.nextInt(line.length() + 1)));
                case 3 -> lines.set(at, line.replaceAll("\\d", "9999999999"));
                case 4 -> lines.set(at, " ".repeat(random.nextInt(30)) + line);
                default -> lines.set(at, line + (char) random.nextInt(0x2FF));
            }
        }
        return String.join("\r\n", lines) + (random.nextBoolean() ? "\r\n" : "");
    }

    private static void survives(String parser, String text) {
        JsonNode one = new ObjectMapper().valueToTree("EVS1 Network Name");
        JsonNode groups = new ObjectMapper().valueToTree(List.of("Cluster Group", "V1GRP", "Group 1", "My Group 1"));
        Map<String, JsonNode> arguments = Map.of(
                "resource",
                one,
                "group",
                new ObjectMapper().valueToTree("EVS1"),
                "groups",
                groups,
                "node",
                one,
                "service",
                new ObjectMapper().valueToTree("NntpSvc"),
                "dc",
                one,
                "domain",
                one,
                "host",
                new ObjectMapper().valueToTree("mail.tailspintoys.com"));
        try {
            Observed observed =
                    Parsers.parse(parser, ToolOutput.of(0, text), new Arguments(arguments), new Seen(), "fuzz");
            assertThat(observed.facts())
                    .allSatisfy(each -> assertThat(each.path().segments()).isNotEmpty());
        } catch (ParseException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }
}
