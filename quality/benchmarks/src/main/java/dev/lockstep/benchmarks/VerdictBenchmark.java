package dev.lockstep.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.contracts.ClusterId;
import dev.lockstep.contracts.Confidence;
import dev.lockstep.contracts.EventCatalogue;
import dev.lockstep.contracts.OrganizationId;
import dev.lockstep.contracts.PublishedEvent;
import dev.lockstep.contracts.inventory.ClusterEvent;
import dev.lockstep.contracts.inventory.DocumentKind;
import dev.lockstep.contracts.inventory.FactChange;
import dev.lockstep.contracts.inventory.FactPath;
import dev.lockstep.contracts.inventory.FactTree;
import dev.lockstep.contracts.inventory.OrganizationEvent;
import dev.lockstep.contracts.inventory.Provenance;
import dev.lockstep.contracts.validation.ValidationEvent;
import dev.lockstep.eventsourcing.EventCursor;
import dev.lockstep.eventsourcing.EventMetadata;
import dev.lockstep.eventsourcing.RecordedEvent;
import dev.lockstep.eventsourcing.StreamId;
import dev.lockstep.eventsourcing.kafka.CloudEventRecords;
import dev.lockstep.eventsourcing.kafka.ReceivedEvent;
import dev.lockstep.localstack.TestPostgresql;
import dev.lockstep.localstack.TestServers;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** From a changed fact on the inventory's topic to the changed verdict on validation's, through the service as a process. */
final class VerdictBenchmark implements Benchmark {

    private static final Duration START = Duration.ofSeconds(90);
    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final int WARM_UP = 400;
    /** Of fewer the 99th percentile would be the longest of all. */
    private static final int LEAST = 200;

    private static final long PAUSE_MILLISECONDS = 40;

    @Override
    public String name() {
        return "verdicts";
    }

    @Override
    public String description() {
        return "one changed fact to the published verdict, on PostgreSQL and Kafka";
    }

    @Override
    public List<Figure> run(Duration time) throws Exception {
        Path program = Checkout.root().resolve("validation-service/target/quarkus-app/quarkus-run.jar");
        if (!Files.isRegularFile(program)) {
            throw new IllegalStateException("the validation service is not built: " + program);
        }
        Process service = start(program);
        try (Flow flow = new Flow(TestServers.kafka().bootstrapServers(), new SampleClusters().fourNodes())) {
            flow.introduce();
            flow.awaitService();
            Histogram histogram = new Histogram(60_000_000_000L, 3);
            int wanted = WARM_UP + Math.max(LEAST, Math.toIntExact(time.toMillis() / (2 * PAUSE_MILLISECONDS)));
            for (int i = 0; i < wanted; i++) {
                long nanos = flow.changeOnce(ANSWER)
                        .orElseThrow(() -> new IllegalStateException("no verdict was published within " + ANSWER));
                if (i >= WARM_UP) {
                    histogram.recordValue(nanos);
                }
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLISECONDS);
            }
            List<Figure> figures = new ArrayList<>(RelayBenchmark.plain("lockstep.benchmark.verdicts", time));
            figures.add(Figure.information("changes measured", (double) histogram.getTotalCount(), ""));
            figures.add(Figure.information(
                    "changed fact to published verdict, median", Latencies.millis(histogram, 50), "ms"));
            figures.add(
                    Figure.atMost("changed fact to published verdict, p99", Latencies.millis(histogram, 99), "ms", 50));
            return figures;
        } finally {
            service.destroy();
            if (!service.waitFor(20, TimeUnit.SECONDS)) {
                service.destroyForcibly();
            }
        }
    }

    private static Process start(Path program) throws IOException {
        TestPostgresql.Database database = TestServers.postgresql().freshDatabase();
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-jar",
                program.toString());
        builder.environment()
                .putAll(Map.of(
                        "QUARKUS_HTTP_HOST", "127.0.0.1",
                        "QUARKUS_HTTP_PORT", Integer.toString(freePort()),
                        "QUARKUS_DATASOURCE_JDBC_URL", database.jdbcUrl(),
                        "QUARKUS_DATASOURCE_USERNAME", database.user(),
                        "QUARKUS_DATASOURCE_PASSWORD", database.password(),
                        "KAFKA_BOOTSTRAP_SERVERS", TestServers.kafka().bootstrapServers(),
                        "QUARKUS_OIDC_TENANT_ENABLED", "false"));
        Path log = Files.createTempFile("validation-service", ".log");
        log.toFile().deleteOnExit();
        return builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** What the inventory would publish, and what comes of it. */
    private static final class Flow implements AutoCloseable {

        private final KafkaProducer<String, byte[]> producer;
        private final KafkaConsumer<String, byte[]> consumer;
        private final ObjectNode document;
        private final OrganizationId organization =
                new OrganizationId("org" + UUID.randomUUID().toString().substring(0, 8));
        private final ClusterId cluster = ClusterId.of(organization, "CLU01");
        private long version;

        Flow(String bootstrapServers, ObjectNode document) {
            this.document = document;
            producer = new KafkaProducer<>(
                    Map.of("bootstrap.servers", bootstrapServers, "acks", "all"),
                    new StringSerializer(),
                    new ByteArraySerializer());
            consumer = new KafkaConsumer<>(
                    Map.of(
                            "bootstrap.servers",
                            bootstrapServers,
                            "group.id",
                            "benchmark-" + UUID.randomUUID(),
                            "auto.offset.reset",
                            "earliest",
                            "metadata.max.age.ms",
                            "1000"),
                    new StringDeserializer(),
                    new ByteArrayDeserializer());
            consumer.subscribe(List.of("lockstep.validation"));
        }

        void introduce() throws Exception {
            Provenance seen = seen();
            publish(
                    "organization-" + organization,
                    1,
                    new OrganizationEvent.OrganizationRegistered(
                            organization,
                            organization.value(),
                            List.copyOf(FactTree.ofDocument(
                                            DocumentKind.ORGANIZATION, (ObjectNode) document.path("organization"), seen)
                                    .facts())));
            publish(
                    "cluster-" + cluster,
                    ++version,
                    new ClusterEvent.ClusterRegistered(
                            cluster,
                            "CLU01",
                            "north",
                            List.copyOf(FactTree.ofDocument(
                                            DocumentKind.CLUSTER, (ObjectNode) document.path("cluster"), seen)
                                    .facts())));
        }

        /** Changes the fact until verdicts on it come: what changed before the service first saw the cluster tells nothing. */
        void awaitService() throws Exception {
            long end = System.nanoTime() + START.toNanos();
            while (System.nanoTime() < end) {
                if (changeOnce(Duration.ofSeconds(2)).isPresent()) {
                    return;
                }
            }
            throw new IllegalStateException("the validation service publishes nothing within " + START);
        }

        /** Changes one fact, and tells how long it took until the verdicts that it changes were published, in nanoseconds. */
        OptionalLong changeOnce(Duration patience) throws Exception {
            String node = document.at("/cluster/nodes/0/name").asText();
            boolean odd = version % 2 == 1;
            JsonNode member = JsonNodeFactory.instance.textNode("MEMBER_SERVER");
            JsonNode controller = JsonNodeFactory.instance.textNode("DOMAIN_CONTROLLER");
            FactChange change = new FactChange(
                    FactPath.of("nodes", node, "domainRole"),
                    odd ? member : controller,
                    odd ? controller : member,
                    seen());
            long begin = System.nanoTime();
            publish(
                    "cluster-" + cluster,
                    ++version,
                    new ClusterEvent.ClusterFactsChanged(cluster, List.of(change), "benchmark"));
            while (System.nanoTime() - begin < patience.toNanos()) {
                for (var record : consumer.poll(Duration.ofMillis(100))) {
                    if (tellsOf(CloudEventRecords.read(record))) {
                        return OptionalLong.of(System.nanoTime() - begin);
                    }
                }
            }
            return OptionalLong.empty();
        }

        private boolean tellsOf(ReceivedEvent event) {
            return EventCatalogue.read(event.type(), event.data().getBytes(StandardCharsets.UTF_8))
                            instanceof ValidationEvent.VerdictsChanged changed
                    && changed.cluster().equals(cluster)
                    && changed.after().cluster() == version;
        }

        private void publish(String stream, long streamVersion, PublishedEvent event) throws Exception {
            RecordedEvent recorded = new RecordedEvent(
                    StreamId.parse(stream),
                    streamVersion,
                    UUID.randomUUID(),
                    EventCatalogue.typeOf(event),
                    new String(EventCatalogue.write(event), StandardCharsets.UTF_8),
                    new EventMetadata(
                            "benchmark", UUID.randomUUID(), UUID.randomUUID(), event.partitionKey(), Instant.now()),
                    EventCursor.START);
            producer.send(CloudEventRecords.write("lockstep.inventory", "/lockstep/benchmark", recorded))
                    .get(30, TimeUnit.SECONDS);
        }

        private static Provenance seen() {
            return new Provenance("benchmark", Instant.now(), "benchmark", Confidence.OBSERVED);
        }

        @Override
        public void close() {
            producer.close();
            consumer.close();
        }
    }
}
