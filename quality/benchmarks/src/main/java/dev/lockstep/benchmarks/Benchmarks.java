package dev.lockstep.benchmarks;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Runs measurements on real servers, which it starts and ends: {@code lockstep-benchmarks [--json] [--seconds=N] [name …]}. */
public final class Benchmarks {

    private static final List<Benchmark> ALL = List.of(
            new AppendBenchmark(),
            new RelayBenchmark(),
            new ViewBenchmark(),
            new RebuildBenchmark(),
            new ValidationBenchmark(),
            new VerdictBenchmark(),
            new PlatformBenchmark());
    private static final int DEFAULT_SECONDS = 10;
    /** Kept, so that its level is. */
    private static final Logger ROOT_LOGGER = Logger.getLogger("");

    private Benchmarks() {}

    /** Exit code 0 when everything could be measured, whatever the figures; 2 when the arguments make no sense. */
    public static void main(String[] arguments) throws Exception {
        ROOT_LOGGER.setLevel(Level.WARNING);
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        Duration time = Duration.ofSeconds(DEFAULT_SECONDS);
        boolean json = false;
        List<Benchmark> chosen = new ArrayList<>();
        for (String argument : arguments) {
            if (argument.equals("--json")) {
                json = true;
            } else if (argument.matches("--seconds=[1-9][0-9]{0,3}")) {
                time = Duration.ofSeconds(Long.parseLong(argument.substring("--seconds=".length())));
            } else if (ALL.stream().anyMatch(benchmark -> benchmark.name().equals(argument))) {
                ALL.stream()
                        .filter(benchmark -> benchmark.name().equals(argument))
                        .forEach(chosen::add);
            } else {
                usage(err, argument);
                System.exit(2);
            }
        }
        System.exit(run(chosen.isEmpty() ? ALL : chosen, time, json, out, err));
    }

    private static int run(List<Benchmark> benchmarks, Duration time, boolean json, PrintStream out, PrintStream err)
            throws Exception {
        Map<Benchmark, List<Figure>> results = new LinkedHashMap<>();
        for (Benchmark benchmark : benchmarks) {
            err.println(benchmark.name() + ": " + benchmark.description() + " …");
            List<Figure> figures = benchmark.run(time);
            results.put(benchmark, figures);
            if (!json) {
                out.println(benchmark.name());
                figures.forEach(out::println);
            }
        }
        if (json) {
            out.println(JsonMapper.builder()
                    .build()
                    .writerWithDefaultPrettyPrinter()
                    .writeValueAsString(asJson(results)));
        }
        return 0;
    }

    private static ArrayNode asJson(Map<Benchmark, List<Figure>> results) {
        ArrayNode figures = JsonMapper.builder().build().createArrayNode();
        results.forEach((benchmark, measured) -> measured.forEach(figure -> {
            var node = figures.addObject()
                    .put("benchmark", benchmark.name())
                    .put("name", figure.name())
                    .put("value", figure.value())
                    .put("unit", figure.unit());
            if (figure.sense() != Figure.Sense.INFORMATION) {
                node.put("goal", figure.goal())
                        .put("sense", figure.sense().name())
                        .put("met", figure.met());
            }
        }));
        return figures;
    }

    private static void usage(PrintStream err, String argument) {
        err.println("Unknown: " + argument);
        err.println("Usage: lockstep-benchmarks [--json] [--seconds=N] [name …]");
        ALL.forEach(benchmark -> err.printf("  %-10s %s%n", benchmark.name(), benchmark.description()));
    }
}
