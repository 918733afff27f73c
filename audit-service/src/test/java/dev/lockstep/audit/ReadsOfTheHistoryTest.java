package dev.lockstep.audit;

import static dev.lockstep.audit.PublishedHistory.AUDITOR;
import static dev.lockstep.audit.PublishedHistory.ROLLOUT;
import static dev.lockstep.audit.PublishedHistory.get;
import static dev.lockstep.audit.PublishedHistory.items;
import static dev.lockstep.audit.PublishedHistory.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.access.Role;
import dev.lockstep.service.testing.RealServers;
import dev.lockstep.service.testing.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who reads the history stands in it, once for each request, and does not change what is read. */
@QuarkusTest
@QuarkusTestResource(RealServers.class)
@QuarkusTestResource(NewKeyFolder.class)
class ReadsOfTheHistoryTest {

    private static final String READS = "/entries?type=lockstep.platform.history-read.v1&order=newest&limit=200";
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    @Inject
    DataSource database;

    @BeforeEach
    void publishOnce() {
        PublishedHistory.publishOnce(bootstrapServers);
    }

    private static List<JsonNode> entriesOf(Response answer) {
        return items(AUDITOR, READS).stream()
                .filter(entry ->
                        entry.path("event").path("correlationid").asText().equals(answer.header("X-Correlation-Id")))
                .toList();
    }

    private static JsonNode entryOf(Response answer) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(entriesOf(answer)).hasSize(1));
        return entriesOf(answer).getFirst();
    }

    private void run(String statement) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement run = connection.createStatement()) {
            run.execute(statement);
        }
    }

    @Test
    void aSearchIsOneEntryWithWhoAskedForWhatAndHowMuchWasAnswered() {
        String operator = Tokens.of(Role.OPERATOR, "site:oslo");
        Response answer = get(operator, "/entries?limit=3&site=oslo");

        JsonNode read = entryOf(answer);

        assertThat(read.path("actor").asText()).isEqualTo("operator");
        assertThat(read.at("/event/data/query").asText())
                .as("it is under the reader's key")
                .startsWith("~1");
        JsonNode data = read.path("opened").path("data");
        assertThat(data.path("path").asText()).isEqualTo("/api/audit/entries");
        assertThat(data.path("query").asText()).isEqualTo("limit=3&site=oslo");
        assertThat(data.path("answered").intValue()).isEqualTo(3);
        assertThat(data.path("outcome").asText()).isEqualTo("permitted");
        assertThat(data.path("account").path("tokenId").asText()).isEqualTo("token-of-operator");
        assertThat(items(operator, READS)).as("it is about no site").isEmpty();
    }

    @Test
    void everyWayToReadItIsRecordedAndPublicTilesAreNot() {
        for (String path : List.of(
                "/timeline?limit=1",
                "/facets",
                "/entries/0",
                "/entries/0/data",
                "/entries/0/proof",
                "/rollouts/" + ROLLOUT + "/history",
                "/rollouts/" + ROLLOUT + "/certificate",
                "/rollouts/" + ROLLOUT + "/report",
                "/bundle/manifest",
                "/log/tile/entries/000.p/3",
                "/verification",
                "/holds")) {
            Response answer = get(AUDITOR, path);
            assertThat(answer.statusCode()).as(path).isEqualTo(200);
            assertThat(entryOf(answer).path("event").path("data").path("path").asText())
                    .isEqualTo("/api/audit" + path.replaceAll("\\?.*", ""));
        }
        Response tile = get(AUDITOR, "/log/tile/0/000.p/1");
        Response checkpoint = get(AUDITOR, "/checkpoint");
        entryOf(get(AUDITOR, "/facets"));
        assertThat(entriesOf(tile)).isEmpty();
        assertThat(entriesOf(checkpoint)).isEmpty();
    }

    @Test
    void whatIsReadStaysTheSame() {
        String newest = "/entries?order=newest&limit=20";
        List<JsonNode> first = items(AUDITOR, newest);
        JsonNode counted = json(AUDITOR, "/facets");
        entryOf(get(AUDITOR, newest));

        assertThat(items(AUDITOR, newest)).isEqualTo(first);
        assertThat(json(AUDITOR, "/facets")).isEqualTo(counted);
        assertThat(first).noneMatch(entry -> entry.path("type").asText().equals("lockstep.platform.history-read.v1"));
    }

    @Test
    void whoIsNotAllowedToReadItIsRecordedToo() {
        Response scope = get(Tokens.of(Role.AUDITOR, "site:oslo"), "/verification");
        Response role = get(Tokens.of(Role.INVENTORY_EDITOR, "*"), "/entries");

        assertThat(scope.statusCode()).isEqualTo(403);
        assertThat(role.statusCode()).isEqualTo(403);
        JsonNode refused = entryOf(scope).path("event").path("data");
        assertThat(refused.path("outcome").asText()).isEqualTo("scope-missing");
        assertThat(refused.path("answered").intValue()).isZero();
        assertThat(entryOf(role).path("event").path("data").path("outcome").asText())
                .isEqualTo("role-missing");
    }

    @Test
    void whatCannotBeRecordedIsNotRead() throws SQLException {
        run("""
                create function no_room() returns trigger language plpgsql as
                $$ begin raise exception 'no room' using errcode = '53100'; end $$""");
        run("""
                create trigger no_room before insert on event_log for each row
                when (new.type = 'lockstep.platform.history-read.v1') execute function no_room()""");
        try {
            for (String path : List.of("/entries", "/rollouts/" + ROLLOUT + "/report", "/bundle/3/checkpoints")) {
                Response refused = get(AUDITOR, path);
                assertThat(refused.statusCode()).as(path).isEqualTo(503);
                assertThat(refused.contentType()).as(path).startsWith("application/problem+json");
                assertThat(refused.jsonPath().getString("type")).isEqualTo("urn:lockstep:problem:not-recorded");
                assertThat(refused.header("Content-Disposition")).isNull();
            }
            assertThat(get(AUDITOR, "/log/checkpoint").statusCode()).isEqualTo(200);
        } finally {
            run("drop trigger no_room on event_log");
            run("drop function no_room");
        }
        assertThat(get(AUDITOR, "/entries?limit=1").statusCode()).isEqualTo(200);
    }
}
