package dev.lockstep.localstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class TestServersTest {

    @Test
    void committedRowsSurviveAKillAndAnOrderlyEnd() throws SQLException {
        try (TestPostgresql server = TestServers.separatePostgresql()) {
            TestPostgresql.Database database = server.freshDatabase();
            execute(database, "create table note (text text)");
            execute(database, "insert into note values ('before the kill')");

            server.kill();
            assertThatThrownBy(() -> execute(database, "select 1")).isInstanceOf(SQLException.class);
            server.start();
            execute(database, "insert into note values ('after the kill')");
            server.stop();
            server.start();

            assertThat(query(database, "select string_agg(text, ', ' order by text) from note"))
                    .isEqualTo("after the kill, before the kill");
        }
    }

    @Test
    void thePasswordIsCheckedByScramAndCommitsAreSynced() throws SQLException {
        TestPostgresql.Database database = TestServers.postgresql().freshDatabase();

        assertThatThrownBy(() -> DriverManager.getConnection(database.jdbcUrl(), database.user(), "wrong"))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("password authentication failed");
        assertThat(query(database, "show fsync")).isEqualTo("on");
        assertThat(query(database, "show password_encryption")).isEqualTo("scram-sha-256");
    }

    @Test
    void aRoleCannotEnterTheDatabaseOfAnother() {
        TestPostgresql.Database first = TestServers.postgresql().freshDatabase();
        TestPostgresql.Database second = TestServers.postgresql().freshDatabase();

        assertThatThrownBy(() -> DriverManager.getConnection(first.jdbcUrl(), second.user(), second.password()))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("permission denied");
    }

    @Test
    void acknowledgedRecordsSurviveAKillOfTheBroker() throws Exception {
        try (TestKafka broker = TestServers.separateKafka()) {
            broker.createTopic("notes", 1);
            send(broker, "before the kill");

            broker.kill();
            broker.start();
            send(broker, "after the kill");

            assertThat(valuesOf(broker, "notes")).containsExactly("before the kill", "after the kill");
        }
    }

    private static void send(TestKafka broker, String value) throws Exception {
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", broker.bootstrapServers(), "acks", "all"),
                new StringSerializer(),
                new StringSerializer())) {
            producer.send(new ProducerRecord<>("notes", value)).get(120, TimeUnit.SECONDS);
        }
    }

    private static List<String> valuesOf(TestKafka broker, String topic) {
        try (var consumer = new KafkaConsumer<>(
                Map.<String, Object>of("bootstrap.servers", broker.bootstrapServers()),
                new StringDeserializer(),
                new StringDeserializer())) {
            TopicPartition partition = new TopicPartition(topic, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = Objects.requireNonNull(
                    consumer.endOffsets(List.of(partition)).get(partition));
            List<String> values = new java.util.ArrayList<>();
            while (consumer.position(partition) < end) {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofSeconds(1))) {
                    values.add(record.value());
                }
            }
            return values;
        }
    }

    private static void execute(TestPostgresql.Database database, String sql) throws SQLException {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String query(TestPostgresql.Database database, String sql) throws SQLException {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }

    private static Connection connect(TestPostgresql.Database database) throws SQLException {
        return DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
    }
}
