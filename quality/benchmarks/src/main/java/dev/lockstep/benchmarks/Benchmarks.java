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
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Runs measurements on real servers, which it starts and ends: {@code lockstep-benchmarks [--json] [--seconds=N] [--entries=N] [name …]}.
 */
public final class Benchmarks {

    private static final int DEFAULT_SECONDS = 10;
    /** Kept, so that its level is. */
    private static final Logger ROOT_LOGGER = Logger.getLogger("");

    private Benchmarks() {}

    /** @param entries of the history */
    private static List<Benchmark> all(long entries) {
        return List.of(
                new AppendBenchmark(),
                new RelayBenchmark(),
                new ViewBenchmark(),
                new RebuildBenchmark(),
                new ValidationBenchmark(),
                new VerdictBenchmark(),
                new RolloutBenchmark(),
                new ReplayBenchmark(),
                new LabBenchmark(),
                new HistoryBenchmark(entries),
                new PlatformBenchmark());
    }

    /** Exit code 0 when everything could be measured, whatever the figures; 2 when the arguments make no sense. */
    public static void main(String[] arguments) throws Exception {
        ROOT_LOGGER.setLevel(Level.WARNING);
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        Duration time = Duration.ofSeconds(DEFAULT_SECONDS);
        boolean json = false;
        long entries = HistoryBenchmark.DEFAULT_ENTRIES;
        List<String> names = new ArrayList<>();
        for (String argument : arguments) {
            if (argument.equals("--json")) {
                json = true;
            } else if (argument.matches("--seconds=[1-9][0-9]{0,3}")) {
                time = Duration.ofSeconds(Long.parseLong(argument.substring("--seconds=".length())));
            } else if (argument.matches("--entries=[1-9][0-9]{3,7}")) {
                entries = Long.parseLong(argument.substring("--entries=".length()));
            } else {
                names.add(argument);
            }
        }
        List<Benchmark> all = all(entries);
        List<String> known = all.stream().map(Benchmark::name).toList();
        Optional<String> unknown =
                names.stream().filter(name -> !known.contains(name)).findFirst();
        if (unknown.isPresent()) {
            usage(err, unknown.get(), all);
            System.exit(2);
        }
        List<Benchmark> chosen = names.isEmpty()
                ? all
                : names.stream().map(name -> all.get(known.indexOf(name))).toList();
        System.exit(run(chosen, time, json, out, err));
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

    private static void usage(PrintStream err, String argument, List<Benchmark> all) {
        err.println("Unknown: " + argument);
        err.println("Usage: lockstep-benchmarks [--json] [--seconds=N] [--entries=N] [name …]");
        all.forEach(benchmark -> err.printf("  %-10s %s%n", benchmark.name(), benchmark.description()));
    }
}
