package dev.lockstep.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.lab.programs.Call;
import dev.lockstep.lab.programs.Programs;
import dev.lockstep.lab.programs.Terminal;
import dev.lockstep.lab.scenario.Inventory;
import dev.lockstep.lab.server.Lab;
import dev.lockstep.localstack.server.Folders;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The simulated data centre with one cluster and with a thousand, in one process: what programs do in a second, and the memory. */
final class LabBenchmark implements Benchmark {

    private static final int CLUSTERS = 1_000;
    private static final int READERS = 2;
    private static final int NODES = 4;
    /** All clusters have the same addresses, so that a group with one could come online in a single cluster only. */
    private static final String DISK_GROUP = "Group 0";
    /** So fast that a group has moved before the next command looks. */
    private static final double SPEED = 100_000;

    private static final double MEGABYTE = 1024.0 * 1024.0;
    private static final ObjectMapper JSON = new ObjectMapper();

    /** How one size did, in programs a second. */
    private record Speeds(double listings, double moves) {}

    @Override
    public String name() {
        return "lab";
    }

    @Override
    public String description() {
        return "the simulated data centre of 1,000 clusters in one process";
    }

    @Override
    public List<Figure> run(Duration time) throws Exception {
        Path folder = Files.createTempDirectory("lockstep-benchmark-");
        try {
            List<Figure> figures = new ArrayList<>();
            Speeds one = open(folder.resolve("one"), 1, time, new ArrayList<>());
            Speeds all = open(folder.resolve("all"), CLUSTERS, time, figures);
            figures.add(Figure.information("listings of resources, 1,000 clusters", all.listings(), "/s"));
            figures.add(Figure.information("baseline: listings of resources, one cluster", one.listings(), "/s"));
            figures.add(Figure.information("listings against that baseline", all.listings() / one.listings(), ""));
            figures.add(Figure.information("moves of a group, on disk, 1,000 clusters", all.moves(), "/s"));
            figures.add(Figure.information("baseline: moves of a group, one cluster", one.moves(), "/s"));
            figures.add(Figure.information("moves against that baseline", all.moves() / one.moves(), ""));
            return figures;
        } finally {
            Folders.deleteRecursively(folder);
        }
    }

    private Speeds open(Path folder, int clusters, Duration time, List<Figure> figures) throws Exception {
        Path documents = Files.createDirectories(folder.resolve("documents"));
        ObjectNode sample = new SampleClusters().fourNodes();
        String node = sample.at("/cluster/nodes/0/name").asText().replaceFirst("\\d+$", "");
        for (int i = 0; i < clusters; i++) {
            write(documents, sample, node, i);
        }
        double before = usedHeap();
        long begin = System.nanoTime();
        try (Lab lab = Lab.open(folder.resolve("state"), Inventory.read(documents), SPEED, Clock.systemUTC())) {
            figures.add(Figure.information(
                    "%,d clusters of four nodes read and remembered".formatted(clusters),
                    (System.nanoTime() - begin) / 1e9,
                    "s"));
            figures.add(Figure.information("heap that they take", (usedHeap() - before) / MEGABYTE, "MB"));
            Duration half = time.dividedBy(2);
            listings(lab, clusters, half);
            double listings = listings(lab, clusters, half);
            moves(lab, clusters, half);
            return new Speeds(listings, moves(lab, clusters, half));
        }
    }

    private static double listings(Lab lab, int clusters, Duration time) throws Exception {
        return Throughput.measure(READERS, time, thread -> {
            int[] turn = {thread};
            return () -> {
                String cluster = name(turn[0] % clusters);
                turn[0] += READERS;
                return run(lab, "/cluster:" + cluster, "res", "/status");
            };
        });
    }

    /** One mover: a group that is on its way cannot be sent elsewhere. */
    private static double moves(Lab lab, int clusters, Duration time) throws Exception {
        int[] turn = {0};
        return Throughput.measure(1, time, _ -> () -> {
            String cluster = name(turn[0] % clusters);
            String destination = "%s-N%d".formatted(cluster, 1 + (turn[0] / clusters + 1) % NODES);
            turn[0]++;
            return run(lab, "/cluster:" + cluster, "group", DISK_GROUP, "/moveto:" + destination);
        });
    }

    private static int run(Lab lab, String... arguments) throws InterruptedException {
        Nothing terminal = new Nothing();
        int code = Programs.run(new Call(lab, "cluster", List.of(arguments), ""), terminal);
        if (code != 0) {
            throw new IllegalStateException("%s ended with %d".formatted(List.of(arguments), code));
        }
        return 1;
    }

    /** One cluster of its own name and with nodes of their own, in the organization of all. */
    private static void write(Path folder, ObjectNode sample, String node, int at) throws IOException {
        ObjectNode document = sample.deepCopy();
        String cluster = sample.path("cluster").toString().replace(node, name(at) + "-N");
        document.set("cluster", JSON.readTree(cluster));
        ((ObjectNode) document.path("cluster")).put("name", name(at));
        Files.writeString(folder.resolve(name(at) + ".json"), document.toString());
    }

    private static String name(int at) {
        return "B%04d".formatted(at);
    }

    private static double usedHeap() {
        ManagementFactory.getMemoryMXBean().gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** Programs print, nobody reads. */
    private static final class Nothing implements Terminal {

        @Override
        public void out(String line) {
            // not looked at
        }

        @Override
        public void err(String line) {
            // not looked at
        }

        @Override
        public void flush() {
            // nothing is kept
        }
    }
}
