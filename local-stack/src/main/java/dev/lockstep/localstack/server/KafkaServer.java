package dev.lockstep.localstack.server;

import dev.lockstep.localstack.process.ChildSpec;
import dev.lockstep.localstack.process.Launcher;
import dev.lockstep.localstack.process.StopSignal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.TopicExistsException;

/** One Kafka broker (KRaft, broker and controller in one) on loopback, in its own JVM with its own class path. */
public final class KafkaServer implements ArchivedComponent {
    private static final int PROBE_MILLIS = 3000;

    private final Settings settings;
    private final Launcher launcher;

    /**
     * Where the broker lives and what it offers.
     *
     * @param folder data and configuration of this broker
     * @param log file for its output
     * @param port for clients, at 127.0.0.1
     * @param controllerPort for the broker itself
     * @param topics created when the broker is ready
     * @param createsTopicsOnDemand whether a topic comes into being when a client names it
     * @param archive the classes that the broker loads, if they are to be kept for its next start
     */
    public record Settings(
            Path folder,
            Path log,
            int port,
            int controllerPort,
            List<Topic> topics,
            boolean createsTopicsOnDemand,
            Optional<ClassArchive> archive) {
        public Settings {
            folder = folder.toAbsolutePath();
            topics = List.copyOf(topics);
        }
    }

    /**
     * A topic to create.
     *
     * @param name of the topic
     * @param partitions how many partitions
     * @param configuration topic settings as Kafka names them
     */
    public record Topic(String name, int partitions, Map<String, String> configuration) {
        public Topic {
            configuration = Map.copyOf(configuration);
        }
    }

    public KafkaServer(Settings settings, Launcher launcher) {
        this.settings = settings;
        this.launcher = launcher;
    }

    @Override
    public String name() {
        return "kafka";
    }

    @Override
    public Set<String> dependsOn() {
        return Set.of();
    }

    @Override
    public URI address() {
        return URI.create("kafka://" + bootstrapServers());
    }

    @Override
    public Set<Integer> ports() {
        return Set.of(settings.port(), settings.controllerPort());
    }

    /** What clients are given to find the broker. */
    public String bootstrapServers() {
        return "127.0.0.1:" + settings.port();
    }

    @Override
    public void prepare(Consumer<String> progress) throws IOException, InterruptedException {
        Files.createDirectories(settings.folder());
        Files.writeString(configuration(), serverProperties());
        Files.writeString(logging(), LOGGING);
        if (settings.archive().isPresent()) {
            settings.archive().get().prepare();
        }
        if (!Files.exists(settings.folder().resolve("data/meta.properties"))) {
            progress.accept("formatting the log folder");
            launcher.runToEnd(child(
                    List.of(),
                    List.of(
                            "kafka.tools.StorageTool",
                            "format",
                            "--ignore-formatted",
                            "--cluster-id",
                            CLUSTER_ID,
                            "--config",
                            configuration().toString())));
        }
    }

    /** Names nothing but this one broker: two local stacks never meet. */
    private static final String CLUSTER_ID = "bG9ja3N0ZXAtbG9jYWwtMQ";

    @Override
    public ChildSpec child() {
        return child(
                settings.archive().map(ClassArchive::options).orElse(List.of()),
                List.of("kafka.Kafka", configuration().toString()));
    }

    private ChildSpec child(List<String> more, List<String> program) {
        List<String> options = new ArrayList<>(
                List.of("-Xmx256m", JavaCommand.NATIVE_ACCESS, "-Dlog4j2.configurationFile=" + logging()));
        options.addAll(more);
        List<String> target = new ArrayList<>(List.of(
                "-cp", Distributions.fromBuild().kafkaLibraries().resolve("*").toString()));
        target.addAll(program);
        return new ChildSpec(
                name(),
                JavaCommand.of(options, target),
                Map.of(),
                settings.folder(),
                settings.log(),
                StopSignal.TERMINATE,
                false);
    }

    @Override
    public Optional<String> awaited() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), settings.port()), PROBE_MILLIS);
        } catch (IOException e) {
            return Optional.of("accepting connections at port " + settings.port());
        }
        try (Admin admin = admin()) {
            boolean registered = !admin.describeCluster()
                    .nodes()
                    .get(PROBE_MILLIS, TimeUnit.MILLISECONDS)
                    .isEmpty();
            return registered ? Optional.empty() : Optional.of("the broker's registration");
        } catch (ExecutionException | TimeoutException e) {
            return Optional.of("the broker's answer");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("an interrupted probe");
        }
    }

    @Override
    public void furnish() throws IOException, InterruptedException {
        createTopics(settings.topics());
    }

    /**
     * Creates the topics that do not exist.
     *
     * @throws IOException when the broker refuses
     */
    public void createTopics(Collection<Topic> topics) throws IOException, InterruptedException {
        try (Admin admin = admin()) {
            var results = admin.createTopics(topics.stream()
                            .map(topic -> new NewTopic(topic.name(), Optional.of(topic.partitions()), Optional.empty())
                                    .configs(topic.configuration()))
                            .toList())
                    .values();
            for (var result : results.entrySet()) {
                try {
                    result.getValue().get();
                } catch (ExecutionException e) {
                    if (!(e.getCause() instanceof TopicExistsException)) {
                        throw new IOException("cannot create the topic " + result.getKey(), e.getCause());
                    }
                }
            }
        }
    }

    private Admin admin() {
        return Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers(),
                AdminClientConfig.CLIENT_ID_CONFIG, "lockstep-local-stack",
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Integer.toString(10 * PROBE_MILLIS),
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, Integer.toString(PROBE_MILLIS)));
    }

    @Override
    public Duration startLimit() {
        return Duration.ofSeconds(90);
    }

    @Override
    public int startAttempts() {
        return 3;
    }

    @Override
    public Optional<ClassArchive> archive() {
        return settings.archive();
    }

    private Path configuration() {
        return settings.folder().resolve("server.properties");
    }

    private Path logging() {
        return settings.folder().resolve("log4j2.properties");
    }

    /** Session timeouts are short: a broker that restarts after a kill -9 waits out its old session. */
    private String serverProperties() {
        return """
                process.roles=broker,controller
                node.id=1
                controller.quorum.voters=1@127.0.0.1:%2$d
                controller.listener.names=CONTROLLER
                listeners=CLIENTS://127.0.0.1:%1$d,CONTROLLER://127.0.0.1:%2$d
                advertised.listeners=CLIENTS://127.0.0.1:%1$d
                listener.security.protocol.map=CLIENTS:PLAINTEXT,CONTROLLER:PLAINTEXT
                inter.broker.listener.name=CLIENTS
                log.dirs=%3$s
                auto.create.topics.enable=%4$b
                num.partitions=6
                offsets.topic.replication.factor=1
                offsets.topic.num.partitions=6
                transaction.state.log.replication.factor=1
                transaction.state.log.min.isr=1
                transaction.state.log.num.partitions=6
                share.coordinator.state.topic.replication.factor=1
                share.coordinator.state.topic.min.isr=1
                group.initial.rebalance.delay.ms=0
                broker.session.timeout.ms=2000
                broker.heartbeat.interval.ms=500
                log.cleaner.dedupe.buffer.size=16777216
                """.formatted(
                        settings.port(),
                        settings.controllerPort(),
                        settings.folder().resolve("data"),
                        settings.createsTopicsOnDemand());
    }

    private static final String LOGGING = """
            rootLogger.level=WARN
            rootLogger.appenderRef.console.ref=console
            appender.console.type=Console
            appender.console.name=console
            appender.console.layout.type=PatternLayout
            appender.console.layout.pattern=%d{ISO8601} %-5p %c{1}: %m%n
            logger.server.name=kafka.server.KafkaRaftServer
            logger.server.level=INFO
            """;
}
