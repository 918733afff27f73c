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
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Finding entries by words, counting them and reading them as a timeline. */
@QuarkusTest
@QuarkusTestResource(RealServers.class)
@QuarkusTestResource(NewKeyFolder.class)
class SearchServiceTest {

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    @BeforeEach
    void publishOnce() {
        PublishedHistory.publishOnce(bootstrapServers);
    }

    private static Map<String, Integer> counts(JsonNode facets, String name) {
        Map<String, Integer> counts = new TreeMap<>();
        for (JsonNode facet : facets.path("facets")) {
            if (facet.path("name").asText().equals(name)) {
                facet.path("values")
                        .forEach(value -> counts.put(
                                value.path("value").asText(),
                                value.path("entries").intValue()));
            }
        }
        return counts;
    }

    @ParameterizedTest
    @CsvSource({
        "text=completed, 3",
        "text=COMPL*, 3",
        "text=step%20completed, 2",
        "text=clu09, 2",
        "text=nowhere, 0",
        "service=inventory&actor=tests, 3",
        "type=lockstep.orchestration.step-completed.v1, 2",
        "rollout=6f9a7a52-3c0e-4c5a-9a35-0d8c1e6f2b11&step=a, 4",
        "rollout=6f9a7a52-3c0e-4c5a-9a35-0d8c1e6f2b11&step=a&text=locks, 2",
        "day=2026-03-01, 19",
        "text=lena, 2",
        "text=dora, 2",
        "day=2026-03-02&actor=tests, 0"
    })
    void filtersFind(String query, int expected) {
        assertThat(items(AUDITOR, "/entries?limit=500&" + query)).hasSize(expected);
    }

    @Test
    void countsAreOfWhatTheAccountMaySeeAndOfNothingElse() {
        JsonNode everywhere = json(AUDITOR, "/facets?day=2026-03-01");
        JsonNode bergen = json(Tokens.of(Role.OPERATOR, "site:bergen"), "/facets");
        JsonNode nowhere = json(Tokens.of(Role.AUDITOR), "/facets?text=completed");

        assertThat(everywhere.path("entries").intValue()).isEqualTo(19);
        assertThat(everywhere.path("complete").booleanValue()).isTrue();
        assertThat(counts(everywhere, "cluster")).isEqualTo(Map.of("contoso:clu01", 14, "fabrikam:clu09", 2));
        assertThat(counts(everywhere, "site")).isEqualTo(Map.of("oslo", 14, "bergen", 2));
        assertThat(counts(everywhere, "service")).isEqualTo(Map.of("inventory", 3, "orchestration", 16));
        assertThat(counts(everywhere, "day")).isEqualTo(Map.of("2026-03-01", 19));
        assertThat(bergen.path("entries").intValue()).isEqualTo(2);
        assertThat(counts(bergen, "cluster")).isEqualTo(Map.of("fabrikam:clu09", 2));
        assertThat(counts(bergen, "organization")).isEqualTo(Map.of("fabrikam", 2));
        assertThat(nowhere.path("entries").intValue()).isZero();
        assertThat(nowhere.toString()).doesNotContain("contoso").doesNotContain("fabrikam");
    }

    @Test
    void aValueOfAFacetNarrowsTheSearchToAsManyAsWereCounted() {
        JsonNode facets = json(AUDITOR, "/facets?day=2026-03-01");
        for (JsonNode facet : facets.path("facets")) {
            for (JsonNode value : facet.path("values")) {
                String query = "/entries?limit=500&actor=tests&%s=%s"
                        .formatted(
                                facet.path("name").asText(), value.path("value").asText());
                assertThat(items(AUDITOR, query))
                        .as(query)
                        .hasSize(value.path("entries").intValue());
            }
        }
    }

    @Test
    void ofManyValuesTheMostFrequentAreShownAndTheRestIsCounted() {
        JsonNode types =
                json(AUDITOR, "/facets?day=2026-03-01&values=2").path("facets").path(1);

        assertThat(types.path("name").asText()).isEqualTo("type");
        assertThat(types.path("values")).hasSize(2);
        assertThat(types.path("more").intValue()).isPositive();
    }

    @Test
    void theTimelineOfAStepTellsWhatHappenedToIt() {
        List<JsonNode> step = items(AUDITOR, "/timeline?order=oldest&step=a&rollout=" + ROLLOUT);

        assertThat(step.getFirst().path("what").asText()).startsWith("a: holds ");
        assertThat(step.getLast().path("what").asText()).startsWith("a: released ");
        assertThat(step)
                .allSatisfy(entry -> assertThat(entry.path("step").asText()).isEqualTo("a"));
    }

    @Test
    void theTimelineTellsWithWhatAuthoritySomebodyDecided() {
        JsonNode approval =
                items(AUDITOR, "/timeline?text=approved&rollout=" + ROLLOUT).getFirst();

        assertThat(approval.path("what").asText())
                .startsWith("approved the whole plan, with EXCHANGE_FULL_ADMINISTRATOR@organization:contoso");
        assertThat(approval.path("by").path("delegations").path(0).asText())
                .isEqualTo("EXCHANGE_FULL_ADMINISTRATOR@organization:contoso");
    }

    @Test
    void theTimelineTellsOfDeputiesAndWhatTheyApproved() {
        List<String> told = items(AUDITOR, "/timeline?order=oldest&text=lena").stream()
                .map(entry -> entry.path("what").asText())
                .toList();

        assertThat(told)
                .anyMatch(words -> words.contains("appointed dora as deputy from 2026-03-01T08:00:00Z until"))
                .anyMatch(words -> words.contains("approved plan as deputy of lena under arrangement"));
        assertThat(items(AUDITOR, "/timeline?type=lockstep.orchestration.deputy-agreed.v1"))
                .singleElement()
                .satisfies(entry ->
                        assertThat(entry.path("by").path("name").asText()).isEqualTo("sven"));
    }

    @Test
    void theNewestComeFirstAndPagesAddUp() {
        String operator = Tokens.of(Role.OPERATOR, "site:oslo");
        List<JsonNode> whole = items(operator, "/timeline?limit=500&site=oslo");
        List<JsonNode> paged = new ArrayList<>();
        String after = "";
        do {
            JsonNode page = json(operator, "/timeline?limit=4&site=oslo" + after);
            page.path("items").forEach(paged::add);
            after = page.has("next") ? "&after=" + page.path("next").asText() : "";
        } while (!after.isEmpty());

        assertThat(paged).isEqualTo(whole).hasSize(14);
        assertThat(whole)
                .isSortedAccordingTo((one, other) -> Long.compare(
                        other.path("entry").longValue(), one.path("entry").longValue()));
        assertThat(items(operator, "/timeline?site=bergen")).isEmpty();
    }

    @Test
    void aRolloutIsToldAsItStoodAtAMoment() {
        assertThat(get(AUDITOR, "/rollouts/" + ROLLOUT + "/history?before=2026-03-01T08:00:00Z")
                        .statusCode())
                .isEqualTo(404);
        assertThat(json(AUDITOR, "/rollouts/" + ROLLOUT + "/history?before=2026-03-01T08:00:01Z")
                        .path("outcome")
                        .asText())
                .isEqualTo("COMPLETED");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/entries?text=%26%21",
                "/entries?order=up",
                "/entries?step=a",
                "/entries?day=2026-13-01",
                "/facets?values=0",
                "/facets?values=201",
                "/timeline?day=today",
                "/rollouts/6f9a7a52-3c0e-4c5a-9a35-0d8c1e6f2b11/history?before=once"
            })
    void requestsThatMeanNothingAreRefusedWithTheMistake(String path) {
        Response response = get(AUDITOR, path);

        assertThat(response.statusCode()).as(response.asString()).isEqualTo(400);
        assertThat(response.jsonPath().getString("type")).isEqualTo("urn:lockstep:problem:invalid-request");
    }
}
