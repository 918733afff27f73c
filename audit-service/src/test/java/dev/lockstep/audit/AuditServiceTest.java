package dev.lockstep.audit;

import static dev.lockstep.audit.PublishedHistory.AUDITOR;
import static dev.lockstep.audit.PublishedHistory.ROLLOUT;
import static dev.lockstep.audit.PublishedHistory.get;
import static dev.lockstep.audit.PublishedHistory.items;
import static dev.lockstep.audit.PublishedHistory.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.access.Role;
import dev.lockstep.service.testing.RealServers;
import dev.lockstep.service.testing.Tokens;
import dev.lockstep.transparencylog.Checkpoint;
import dev.lockstep.transparencylog.Hash;
import dev.lockstep.transparencylog.InclusionReceipt;
import dev.lockstep.transparencylog.LogKeys;
import dev.lockstep.transparencylog.ProofVerifier;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The service as a whole: events in by Kafka, everything else by HTTP. */
@QuarkusTest
@QuarkusTestResource(RealServers.class)
@QuarkusTestResource(NewKeyFolder.class)
class AuditServiceTest {

    private static final String ORIGIN = "lockstep.local/audit";

    /** Of what the test published; decisions about the tests' own requests are entries as well. */
    private int total;

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    @BeforeEach
    void publishOnce() {
        PublishedHistory.publishOnce(bootstrapServers);
        total = PublishedHistory.total();
    }

    private static List<String> clusters(String token) {
        return items(token, "/entries?limit=500").stream()
                .map(entry -> entry.path("cluster").asText("none"))
                .distinct()
                .sorted()
                .toList();
    }

    private static long firstOfRollout() {
        return items(AUDITOR, "/entries?rollout=" + ROLLOUT)
                .getFirst()
                .path("index")
                .longValue();
    }

    @Test
    void everyEventIsOneEntryInTheOrderOfItsStream() {
        List<JsonNode> entries = items(AUDITOR, "/entries?limit=500");

        Map<String, Long> versions = new HashMap<>();
        assertThat(entries)
                .extracting(entry -> entry.path("index").longValue())
                .isSorted()
                .doesNotHaveDuplicates();
        for (JsonNode entry : entries) {
            assertThat(entry.path("streamVersion").longValue())
                    .isEqualTo(versions.merge(entry.path("subject").asText(), 1L, Long::sum));
            assertThat(entry.path("event").path("specversion").asText()).isEqualTo("1.0");
            assertThat(entry.path("event").path("id")).isEqualTo(entry.path("id"));
        }
    }

    @Test
    void readersSeeWhatTheirScopesCoverAndNothingElse() {
        assertThat(clusters(AUDITOR)).containsExactly("contoso:clu01", "fabrikam:clu09", "none");
        assertThat(clusters(Tokens.of(Role.OPERATOR, "site:oslo"))).containsExactly("contoso:clu01");
        assertThat(clusters(Tokens.of(Role.AUDITOR, "site:bergen"))).containsExactly("fabrikam:clu09");
        assertThat(clusters(Tokens.of(Role.APPROVER, "site:oslo", "site:bergen")))
                .containsExactly("contoso:clu01", "fabrikam:clu09");
        assertThat(clusters(Tokens.of(Role.COORDINATOR, "organization:contoso")))
                .containsExactly("contoso:clu01", "none");
        assertThat(clusters(Tokens.of(Role.OPERATOR, "administrative-group:contoso/First")))
                .isEmpty();
        assertThat(clusters(Tokens.of(Role.COORDINATOR))).isEmpty();
    }

    @Test
    void whatIsNotVisibleIsNotThere() {
        String operator = Tokens.of(Role.OPERATOR, "site:bergen");
        long hidden = firstOfRollout();

        for (String path : List.of(
                "/entries/" + hidden,
                "/entries/" + hidden + "/proof",
                "/entries/999999",
                "/entries/99999999999999999999",
                "/entries/-1",
                "/entries/x",
                "/rollouts/" + ROLLOUT + "/history",
                "/rollouts/" + UUID.randomUUID() + "/history")) {
            Response response = get(operator, path);
            assertThat(response.statusCode()).as(path).isEqualTo(404);
            boolean id = !path.matches("/entries/(9{20}|-1|x)");
            assertThat(response.jsonPath().getString("type"))
                    .as(path)
                    .isEqualTo("urn:lockstep:problem:" + (id ? "not-found" : "malformed-id"));
        }
        assertThat(items(operator, "/entries?rollout=" + ROLLOUT)).isEmpty();
        assertThat(json(operator, "/entries?limit=1").path("next").isMissingNode())
                .isFalse();
        assertThat(json(operator, "/entries?limit=2").path("next").isMissingNode())
                .isTrue();
    }

    @Test
    void pagesAddUpToTheWhole() {
        String operator = Tokens.of(Role.OPERATOR, "site:oslo");
        List<JsonNode> whole = items(operator, "/entries?limit=500");
        List<JsonNode> paged = new ArrayList<>();
        String after = "";
        do {
            JsonNode page = json(operator, "/entries?limit=3" + after);
            page.path("items").forEach(paged::add);
            after = page.has("next") ? "&after=" + page.path("next").asText() : "";
        } while (!after.isEmpty());

        assertThat(paged).isEqualTo(whole);
    }

    @ParameterizedTest
    @CsvSource({
        "cluster=contoso:clu01, 14",
        "organization=contoso, 17",
        "organization=fabrikam, 2",
        "site=bergen, 2",
        "rollout=6f9a7a52-3c0e-4c5a-9a35-0d8c1e6f2b12, 1",
        "type=lockstep.orchestration.step-, 5",
        "type=lockstep%25, 0",
        "actor=tests&type=lockstep.inventory, 3",
        "actor=no-such-account, 0",
        "from=2026-03-01T08:00:00Z&to=2026-03-01T08:00:01Z, 19",
        "to=2026-03-01T08:00:00Z, 0",
        "cluster=contoso:clu01&site=bergen, 0"
    })
    void filtersCombine(String query, int expected) {
        assertThat(items(AUDITOR, "/entries?limit=500&" + query)).hasSize(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/entries?limit=0",
                "/entries?limit=501",
                "/entries?limit=x",
                "/entries?after=%21",
                "/entries?after=eHk",
                "/entries?rollout=x",
                "/entries?actor=%00",
                "/entries?from=yesterday",
                "/entries?to=-999999999-01-01T00:00:00Z",
                "/consistency",
                "/consistency?from=0",
                "/consistency?from=x",
                "/consistency?from=1&to=-1",
                "/consistency?from=2&to=1",
                "/consistency?from=1&to=99999"
            })
    void requestsThatMeanNothingAreRefusedWithTheMistake(String path) {
        Response response = get(AUDITOR, path);

        assertThat(response.statusCode()).as(response.asString()).isEqualTo(400);
        assertThat(response.contentType()).startsWith("application/problem+json");
        assertThat(response.jsonPath().getString("type")).isEqualTo("urn:lockstep:problem:invalid-request");
    }

    @Test
    void anyEntryIsProvedWithTheVerifierKeyAlone() {
        LogKeys keys = LogKeys.parse(get(AUDITOR, "/verifier-key").asString()).orElseThrow();
        long index = firstOfRollout();
        String entry = get(AUDITOR, "/entries/" + index).asString();
        String leaf = entry.substring(entry.indexOf("\"event\":") + 8, entry.lastIndexOf('}'));

        Checkpoint checkpoint = InclusionReceipt.parse(json(AUDITOR, "/entries/" + index + "/proof")
                        .path("receipt")
                        .asText())
                .then(receipt -> receipt.verify(leaf.getBytes(StandardCharsets.UTF_8), keys))
                .orElseThrow();

        assertThat(checkpoint.size()).isGreaterThanOrEqualTo(total);
        assertThat(keys.open(get(AUDITOR, "/checkpoint").asByteArray())
                        .orElseThrow()
                        .size())
                .isGreaterThanOrEqualTo(checkpoint.size());
    }

    @Test
    void growthIsProved() {
        JsonNode proof = json(AUDITOR, "/consistency?from=3");
        List<Hash> hashes = new ArrayList<>();
        proof.path("hashes")
                .forEach(hash -> hashes.add(Hash.parseBase64(hash.asText()).orElseThrow()));

        assertThat(new ProofVerifier()
                        .consistency(
                                3,
                                proof.path("to").longValue(),
                                Hash.parseBase64(proof.path("fromRoot").asText())
                                        .orElseThrow(),
                                Hash.parseBase64(proof.path("toRoot").asText()).orElseThrow(),
                                hashes))
                .isEmpty();
        assertThat(proof.path("to").longValue()).isGreaterThanOrEqualTo(total);
    }

    @Test
    void tilesAreServedAsToolsExpectThem() {
        Response partial = get(AUDITOR, "/log/tile/0/000.p/" + total);
        String first = json(AUDITOR, "/entries/0").path("leafHash").asText();

        assertThat(partial.contentType()).startsWith("application/octet-stream");
        assertThat(partial.asByteArray())
                .hasSize(total * Hash.LENGTH)
                .startsWith(Hash.parseBase64(first).orElseThrow().toBytes());
        assertThat(get(AUDITOR, "/log/checkpoint").asString()).startsWith(ORIGIN + "\n");
        for (String missing : List.of("0/900", "0/900.p/1", "2/000.p/1", "0/0", "0/000.p/0", "0/x/000")) {
            assertThat(get(AUDITOR, "/log/tile/" + missing).statusCode())
                    .as(missing)
                    .isEqualTo(404);
        }
    }

    @Test
    void theHistoryOfARolloutTellsTheAuthorityAndThatOneStepAtATimeWasKept() {
        JsonNode history = json(Tokens.of(Role.OPERATOR, "site:oslo"), "/rollouts/" + ROLLOUT + "/history");

        assertThat(history.path("outcome").asText()).isEqualTo("COMPLETED");
        assertThat(history.path("request").path("by").path("name").asText()).isEqualTo("carla");
        JsonNode approval = history.path("decisions").path(0);
        assertThat(approval.path("approved").booleanValue()).isTrue();
        assertThat(approval.path("by").path("delegations").path(0).asText())
                .isEqualTo("EXCHANGE_FULL_ADMINISTRATOR@organization:contoso");
        assertThat(history.path("steps")).hasSize(2);
        JsonNode execution = history.path("steps").path(1).path("executions").path(0);
        assertThat(execution.path("locks").path(0).path("fencingToken").longValue())
                .isEqualTo(2);
        assertThat(execution.path("end").path("how").asText()).isEqualTo("COMPLETED");
        assertThat(history.path("oneAtATime").path("held").booleanValue()).isTrue();
        assertThat(history.path("oneAtATime").path("executionsOfCluster").intValue())
                .isEqualTo(2);
    }

    @Test
    void whatIsStoredIsWhatWasSigned() {
        JsonNode verification = json(AUDITOR, "/verification");

        assertThat(verification.path("size").intValue()).isGreaterThanOrEqualTo(total);
        assertThat(verification.path("findings")).isEmpty();
        assertThat(get(Tokens.of(Role.AUDITOR, "site:oslo"), "/verification").statusCode())
                .isEqualTo(403);
    }
}
