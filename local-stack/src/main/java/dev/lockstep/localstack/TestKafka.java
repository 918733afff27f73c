package dev.lockstep.localstack;

import dev.lockstep.localstack.process.Launcher;
import dev.lockstep.localstack.server.KafkaServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/** A Kafka broker for tests. A topic that a client names comes into being with 6 partitions. */
public final class TestKafka extends TestServer {
    private final KafkaServer server;

    TestKafka(KafkaServer server, Launcher launcher) {
        super(server, launcher);
        this.server = server;
    }

    /** What clients are given to find the broker. */
    public String bootstrapServers() {
        return server.bootstrapServers();
    }

    /** Creates a topic; nothing happens when it exists. */
    public void createTopic(String name, int partitions) {
        try {
            server.createTopics(List.of(new KafkaServer.Topic(name, partitions, Map.of())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while creating the topic " + name, e);
        }
    }
}
