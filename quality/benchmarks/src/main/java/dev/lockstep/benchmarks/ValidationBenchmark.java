package dev.lockstep.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.contracts.Confidence;
import dev.lockstep.contracts.Scenario;
import dev.lockstep.contracts.inventory.DocumentKind;
import dev.lockstep.contracts.inventory.FactPath;
import dev.lockstep.contracts.inventory.FactTree;
import dev.lockstep.contracts.inventory.Provenance;
import dev.lockstep.requirements.ChangedFact;
import dev.lockstep.requirements.FactIndex;
import dev.lockstep.requirements.Operation;
import dev.lockstep.requirements.RequirementEngine;
import dev.lockstep.requirements.Waivers;
import dev.lockstep.requirements.catalogue.Catalogue;
import dev.lockstep.requirements.expression.InventoryFacts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.HdrHistogram.Histogram;

/** The evaluation of requirements, in one thread: one cluster warm, ten thousand one after another, and after one changed fact. */
final class ValidationBenchmark implements Benchmark {

    private static final int CLUSTERS = 10_000;
    /** After so many evaluations the virtual machine has compiled what they run, also on one processor that it shares with them. */
    private static final int WARM_AFTER = 3_000;

    private static final int[] SIZES = {2, 2, 2, 4, 4, 6, 8};
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Provenance SEEN = new Provenance("benchmark", NOW, "benchmark", Confidence.OBSERVED);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final double MEGABYTE = 1024.0 * 1024.0;

    private final RequirementEngine engine = new RequirementEngine(Catalogue.standard());
    private final Operation everything = Operation.standing(Scenario.NEW);

    @Override
    public String name() {
        return "validation";
    }

    @Override
    public String description() {
        return "requirements of one cluster, of 10,000, and after one changed fact";
    }

    @Override
    public List<Figure> run(Duration time) throws Exception {
        SampleClusters samples = new SampleClusters();
        List<Figure> figures = new ArrayList<>();
        figures.add(Figure.information(
                "requirements in the catalogue",
                engine.catalogue().requirements().size(),
                ""));
        byte[] text = JSON.writeValueAsBytes(samples.fourNodes());
        Histogram parsed = repeated(time, () -> parse(text));
        InventoryFacts four = recorded(samples.fourNodes());
        Histogram cold = repeated(time, () -> evaluate(four, Set.of()));
        for (int i = 0; i < WARM_AFTER; i++) {
            evaluate(four, Set.of());
        }
        Histogram warm = repeated(time, () -> evaluate(four, Set.of()));
        figures.add(Figure.information("results of a four-node cluster at all stages", evaluate(four, Set.of()), ""));
        figures.add(Figure.atMost(
                "four nodes, all requirements at all stages, median", Latencies.millis(warm, 50), "ms", 5));
        figures.add(Figure.information(
                "four nodes, all requirements at all stages, p99", Latencies.millis(warm, 99), "ms"));
        figures.add(Figure.information(
                "the same in the first seconds of a process, median", Latencies.millis(cold, 50), "ms"));
        figures.add(Figure.information(
                "baseline: their document as JSON read by Jackson, median", Latencies.millis(parsed, 50), "ms"));
        figures.add(Figure.information(
                "all requirements against that baseline",
                Latencies.millis(warm, 50) / Latencies.millis(parsed, 50),
                ""));
        figures.addAll(afterOneChange(samples, time));
        figures.addAll(many(samples));
        return figures;
    }

    private List<Figure> afterOneChange(SampleClusters samples, Duration time) {
        String node = samples.fourNodes().at("/cluster/nodes/0/name").asText();
        FactIndex index = new FactIndex(engine.catalogue());
        Set<String> affected = index.affectedBy(
                List.of(new ChangedFact(DocumentKind.CLUSTER, FactPath.of("nodes", node, "domainRole"), false)));
        InventoryFacts facts = recorded(samples.fourNodes());
        Histogram incremental = repeated(time, () -> evaluate(facts, affected));
        return List.of(
                Figure.information("requirements that one changed fact concerns", affected.size(), ""),
                Figure.information(
                        "four nodes, what one changed fact concerns, median", Latencies.millis(incremental, 50), "ms"));
    }

    private List<Figure> many(SampleClusters samples) {
        List<ObjectNode> sizes = new ArrayList<>();
        for (int nodes : SIZES) {
            sizes.add(samples.ofNodes(nodes));
        }
        List<MemoryPoolMXBean> heap = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .toList();
        heap.forEach(MemoryPoolMXBean::resetPeakUsage);
        long begin = System.nanoTime();
        long results = 0;
        for (int i = 0; i < CLUSTERS; i++) {
            results += evaluate(recorded(sizes.get(i % sizes.size())), Set.of());
        }
        double seconds = (double) (System.nanoTime() - begin) / 1e9;
        long peak =
                heap.stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum();
        return List.of(
                Figure.atMost("10,000 clusters of 2 to 8 nodes, facts built and evaluated", seconds, "s", 60),
                Figure.information("results of them", (double) results, ""),
                Figure.information("most heap in use meanwhile, garbage included", (double) peak / MEGABYTE, "MB"));
    }

    private static void parse(byte[] text) {
        try {
            JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InventoryFacts recorded(ObjectNode document) {
        return InventoryFacts.of(
                FactTree.ofDocument(DocumentKind.ORGANIZATION, (ObjectNode) document.path("organization"), SEEN),
                FactTree.ofDocument(DocumentKind.CLUSTER, (ObjectNode) document.path("cluster"), SEEN));
    }

    /** How many results there are; of all requirements when none is named. */
    private int evaluate(InventoryFacts facts, Set<String> only) {
        return engine.evaluate(
                        facts,
                        everything,
                        NOW,
                        Waivers.none(),
                        requirement -> only.isEmpty() || only.contains(requirement.id()))
                .results()
                .size();
    }

    /** Half of the time warms up, the other half counts. */
    private static Histogram repeated(Duration time, Runnable work) {
        Histogram histogram = new Histogram(60_000_000_000L, 3);
        long begin = System.nanoTime();
        long half = time.toNanos() / 2;
        while (System.nanoTime() - begin < 2 * half) {
            long start = System.nanoTime();
            work.run();
            if (start - begin >= half) {
                histogram.recordValue(System.nanoTime() - start);
            }
        }
        return histogram;
    }
}
