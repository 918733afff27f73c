package dev.lockstep.service.testing;

import dev.lockstep.localstack.TestPostgresql;
import dev.lockstep.localstack.TestServers;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/**
 * A real PostgreSQL database of the test's own and a real Kafka broker, both shared by the tests of one JVM; tokens are checked with
 * the key of {@link Tokens}. A test says {@code @QuarkusTestResource(RealServers.class)}.
 */
public final class RealServers implements QuarkusTestResourceLifecycleManager {

    @Override
    public Map<String, String> start() {
        TestPostgresql.Database database = TestServers.postgresql().freshDatabase();
        return Map.of(
                "quarkus.datasource.jdbc.url", database.jdbcUrl(),
                "quarkus.datasource.username", database.user(),
                "quarkus.datasource.password", database.password(),
                "kafka.bootstrap.servers", TestServers.kafka().bootstrapServers(),
                "quarkus.oidc.public-key", Tokens.publicKey(),
                "quarkus.oidc.token.issuer", Tokens.ISSUER,
                "quarkus.http.test-port", "0");
    }

    @Override
    public void stop() {
        // The servers end with the JVM; the next application under test finds them running.
    }
}
