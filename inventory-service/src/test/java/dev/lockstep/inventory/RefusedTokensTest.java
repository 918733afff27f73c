package dev.lockstep.inventory;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.access.RefusedTokenListener;
import dev.lockstep.access.Role;
import dev.lockstep.access.TokenRefusal;
import dev.lockstep.service.testing.RealServers;
import dev.lockstep.service.testing.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** Tokens that count for nothing are counted by source and reason; nothing of them is kept. */
@QuarkusTest
@QuarkusTestResource(RealServers.class)
class RefusedTokensTest {

    private static final Duration LONGER_THAN_A_MINUTE = Duration.ofSeconds(75);

    @Inject
    DataSource database;

    @Inject
    Heard heard;

    /** What listeners are told. */
    @Singleton
    public static class Heard implements RefusedTokenListener {

        private final List<String> all = new CopyOnWriteArrayList<>();

        @Override
        public void refused(String source, TokenRefusal why) {
            all.add(source + " " + why.code());
        }
    }

    private static String token(Consumer<ObjectNode> change) {
        return Tokens.with("somebody", change);
    }

    private String forged() {
        String token = token(_ -> {});
        String other = Tokens.of(Role.AUDITOR);
        return token.substring(0, token.lastIndexOf('.')) + other.substring(other.lastIndexOf('.'));
    }

    private static int send(String token) {
        return given().header("Authorization", "Bearer " + token)
                .get("/api/inventory/clusters")
                .statusCode();
    }

    private String recorded() {
        StringBuilder all = new StringBuilder();
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "select data::text from event_log where type = 'lockstep.platform.tokens-refused.v1'")) {
            while (row.next()) {
                all.append(row.getString(1));
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
        return all.toString();
    }

    @Test
    void eachIsCountedForItsReasonAndNothingOfItIsKept() {
        heard.all.clear();
        for (String token : List.of(
                token(claims ->
                        claims.put("exp", Instant.now().minusSeconds(3_600).getEpochSecond())),
                token(claims -> claims.put("aud", "another-api")),
                token(claims -> claims.put("iss", "https://elsewhere.invalid/realms/lockstep")),
                token(claims -> claims.remove("sub")),
                forged(),
                "nonsense")) {
            assertThat(send(token)).isEqualTo(401);
        }
        assertThat(given().get("/api/inventory/clusters").statusCode())
                .as("who presents no token is no refused one")
                .isEqualTo(401);

        assertThat(heard.all)
                .containsExactly(
                        "127.0.0.1 expired",
                        "127.0.0.1 wrong-audience",
                        "127.0.0.1 wrong-issuer",
                        "127.0.0.1 unreadable",
                        "127.0.0.1 forged",
                        "127.0.0.1 unreadable");
        await().atMost(LONGER_THAN_A_MINUTE)
                .untilAsserted(
                        () -> assertThat(recorded()).contains("\"source\":\"127.0.0.0/24\"", "\"reason\":\"forged\""));
        assertThat(recorded()).doesNotContain("127.0.0.1", "somebody", "nonsense", "another-api", "elsewhere");
    }
}
