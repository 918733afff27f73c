package dev.lockstep.benchmarks;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.lockstep.localstack.platform.Platform;
import dev.lockstep.localstack.server.Folders;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.HdrHistogram.Histogram;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Rollouts of steps that do nothing, on the built platform, with every look, gate, lock, lease and the audit: how long from the end of a
 * step until the next one is executed when nothing else goes on, and how many steps end in a second when 400 rollouts go on at a time.
 */
final class RolloutBenchmark implements Benchmark {

    private static final int ROLLOUTS = 400;
    private static final int ALONE = 6;
    private static final int WARM_UP_ALONE = 3;
    private static final int STEPS = 60;
    private static final int REQUESTS_AT_A_TIME = 8;
    private static final int WORKERS = 32;
    private static final Duration WARM_UP = Duration.ofSeconds(30);
    private static final Duration SHORTEST = Duration.ofSeconds(30);
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration GLANCE = Duration.ofMillis(250);
    private static final String DOCUMENT = "lab/src/main/resources/scenarios/contoso-clu01.yaml";
    private static final Set<String> NOT_NEEDED = Set.of("lab", "site-runner", Platform.LAB_OPERATOR);

    private static final String EXECUTIONS = """
            with moments as (
              select stream, version, happened_at, type,
                     lag(happened_at) over (partition by stream order by version) as before
                from event_log
               where stream = any(?) and type in ('lockstep.orchestration.step-completed.v1',
                                                  'lockstep.orchestration.step-execution-started.v1'))
            select extract(epoch from happened_at - before) from moments
             where type = 'lockstep.orchestration.step-execution-started.v1' and before is not null""";

    private final Path root = Checkout.root();

    @Override
    public String name() {
        return "rollout";
    }

    @Override
    public String description() {
        return ROLLOUTS + " rollouts of steps that do nothing, with all gates, locks, leases and the audit";
    }

    @Override
    public List<Figure> run(Duration time) throws Exception {
        Path state = Files.createTempDirectory("lockstep-benchmark-");
        try {
            Path procedures = NoOperations.write(state.resolve("procedures"), STEPS);
            Map<String, Map<String, String>> settings =
                    Map.of("orchestration", Map.of("LOCKSTEP_ORCHESTRATION_PROCEDURES", procedures.toString()));
            try (BuiltPlatform platform =
                    BuiltPlatform.start(new Platform(root, state, root.resolve(DOCUMENT), settings), NOT_NEEDED)) {
                return measure(platform, database(platform, state), time);
            }
        } finally {
            Folders.deleteRecursively(state);
        }
    }

    private List<Figure> measure(BuiltPlatform platform, DataSource database, Duration time) throws Exception {
        double rows = plainRows(database);
        List<Figure> figures = new ArrayList<>();
        figures.add(Figure.information("baseline: plain rows, one by one, 8 connections", rows, "/s"));
        ObjectNode document =
                (ObjectNode) new YAMLMapper().readTree(root.resolve(DOCUMENT).toFile());
        RolloutRequests requests = new RolloutRequests(platform, document, PATIENCE);
        InstantRunner runner = new InstantRunner(platform, document, WORKERS);
        try {
            List<String> alone = new ArrayList<>();
            for (int i = 0; i < ALONE; i++) {
                String rollout = requests.approved(i);
                alone.add("rollout-" + requests.start(rollout));
                awaitEnd(database, alone.getLast());
            }
            Histogram latency = executions(database, alone.subList(WARM_UP_ALONE, ALONE));
            figures.add(Figure.atMost(
                    "end of a step to execution of the next, p50", Latencies.millis(latency, 50), "ms", 60));
            figures.add(Figure.atMost(
                    "end of a step to execution of the next, p99", Latencies.millis(latency, 99), "ms", 150));
            List<String> rollouts =
                    forEach(IntStream.range(ALONE, ALONE + ROLLOUTS).boxed(), requests::approved);
            forEach(rollouts.stream(), requests::start);
            LockSupport.parkNanos(WARM_UP.toNanos());
            figures.addAll(throughput(database, time.compareTo(SHORTEST) < 0 ? SHORTEST : time, rows));
        } finally {
            runner.stop();
        }
        return figures;
    }

    /** What a person does. */
    private interface Act<T, R> {
        R of(T subject) throws Exception;
    }

    private static <T, R> List<R> forEach(Stream<T> subjects, Act<T, R> act) throws Exception {
        try (ExecutorService people = Executors.newFixedThreadPool(REQUESTS_AT_A_TIME)) {
            List<Future<R>> begun = subjects.map(subject -> people.submit(() -> act.of(subject)))
                    .toList();
            List<R> done = new ArrayList<>();
            for (Future<R> each : begun) {
                done.add(each.get());
            }
            return done;
        }
    }

    private static List<Figure> throughput(DataSource database, Duration time, double rows) throws SQLException {
        Instant begin = Instant.now();
        LockSupport.parkNanos(time.toNanos());
        Instant end = Instant.now();
        double seconds = Duration.between(begin, end).toNanos() / 1e9;
        double steps = count(database, "type = 'lockstep.orchestration.step-completed.v1'", begin, end) / seconds;
        double transitions = count(database, "stream like 'rollout-%'", begin, end) / seconds;
        return List.of(
                Figure.atLeast("steps done, %d rollouts at a time".formatted(ROLLOUTS), steps, "/s", 150),
                Figure.atLeast("their durable transitions", transitions, "/s", 1_500),
                Figure.information("transitions for each plain row", transitions / rows, ""));
    }

    private static DataSource database(BuiltPlatform platform, Path state) throws Exception {
        PGSimpleDataSource database = new PGSimpleDataSource();
        database.setUrl("jdbc:" + platform.component("postgresql").address() + "/orchestration");
        database.setUser("orchestration");
        database.setPassword(Files.readString(state.resolve("secrets/postgresql-orchestration"))
                .strip());
        return database;
    }

    private static double plainRows(DataSource database) throws Exception {
        try (Connection connection = database.getConnection();
                Statement create = connection.createStatement()) {
            create.execute("create table plain_row (id bigint generated always as identity, text text)");
        }
        return Throughput.measure(8, Duration.ofSeconds(3), thread -> {
            Connection connection = database.getConnection();
            PreparedStatement insert = connection.prepareStatement("insert into plain_row (text) values ('x')");
            return insert::executeUpdate;
        });
    }

    /** Asks seldom and on one connection, so that the waiting costs the platform next to nothing. */
    private static void awaitEnd(DataSource database, String stream) throws Exception {
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement("select count(*) from event_log"
                        + " where stream = ? and type = 'lockstep.orchestration.step-completed.v1'")) {
            select.setString(1, stream);
            BuiltPlatform.await("the rollout is over", PATIENCE, GLANCE, () -> {
                try (ResultSet row = select.executeQuery()) {
                    return row.next() && row.getLong(1) == STEPS;
                }
            });
        }
    }

    private static long count(DataSource database, String which, Instant begin, Instant end) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement(
                        "select count(*) from event_log where happened_at >= ? and happened_at < ? and " + which)) {
            select.setTimestamp(1, Timestamp.from(begin));
            select.setTimestamp(2, Timestamp.from(end));
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    private static Histogram executions(DataSource database, List<String> streams) throws SQLException {
        Histogram histogram = new Histogram(PATIENCE.toNanos(), 3);
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement(EXECUTIONS)) {
            select.setArray(1, connection.createArrayOf("text", streams.toArray()));
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    histogram.recordValue(Math.round(row.getDouble(1) * 1e9));
                }
            }
        }
        return histogram;
    }
}
