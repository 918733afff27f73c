package dev.lockstep.audit;

import static dev.lockstep.audit.PublishedHistory.AUDITOR;
import static dev.lockstep.audit.PublishedHistory.get;
import static dev.lockstep.audit.PublishedHistory.items;
import static dev.lockstep.audit.PublishedHistory.json;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.access.Role;
import dev.lockstep.history.bundle.BundleVerification;
import dev.lockstep.history.bundle.BundleWriter;
import dev.lockstep.history.bundle.Trust;
import dev.lockstep.history.person.Person;
import dev.lockstep.service.testing.RealServers;
import dev.lockstep.service.testing.Tokens;
import dev.lockstep.transparencylog.LogKeys;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Persons are erased over HTTP, by two others, and every export verifies before and after. */
@QuarkusTest
@QuarkusTestResource(RealServers.class)
@QuarkusTestResource(NewKeyFolder.class)
class ErasuresTest {

    private static final String ADMINISTRATOR = Tokens.of(Role.ADMINISTRATOR, "*");

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    @TempDir
    Path temporary;

    @BeforeEach
    void publishOnce() {
        PublishedHistory.publishOnce(bootstrapServers);
    }

    private static Response post(String token, String path, String body) {
        return given().header("Authorization", "Bearer " + token)
                .contentType("application/json")
                .body(body)
                .post("/api/audit" + path);
    }

    private static String wanted(String person) {
        return "{\"person\":\"%s\",\"reason\":\"has left\"}".formatted(person);
    }

    /** Ids of accounts and tokens tell nothing about who it is. */
    private static String token(String name) {
        return Tokens.with(name, claims -> {
            claims.put(
                            "sub",
                            UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8))
                                    .toString())
                    .put("jti", UUID.randomUUID().toString());
            claims.putObject("realm_access").putArray("roles").add(Role.AUDITOR.code());
            claims.withArray("lockstep_scopes").add("*");
        });
    }

    /** A person who did something here: places a hold that nobody else's test knows, and has it lifted. */
    private static String somebody() {
        String name = "gone-" + UUID.randomUUID();
        String token = token(name);
        Response placed = post(
                token,
                "/holds",
                "{\"kind\":\"cluster\",\"id\":\"contoso:clu78\",\"reason\":\"peculiar-%s\"}".formatted(name));
        assertThat(placed.statusCode()).as(placed.asString()).isEqualTo(201);
        Response lifted = post(
                ADMINISTRATOR, "/holds/" + placed.jsonPath().getString("hold") + "/lifting", "{\"reason\":\"closed\"}");
        assertThat(lifted.statusCode()).as(lifted.asString()).isEqualTo(200);
        await().atMost(Duration.ofMinutes(2))
                .untilAsserted(() ->
                        assertThat(items(AUDITOR, "/entries?actor=" + name)).isNotEmpty());
        return name;
    }

    private BundleVerification export(String folder) throws IOException {
        Path bundle = temporary.resolve(folder);
        new BundleWriter(new ServedBundle(), bundle).write(done -> {});
        return verify(bundle);
    }

    private static BundleVerification verify(Path bundle) {
        LogKeys keys = LogKeys.parse(get(AUDITOR, "/verifier-key").asString()).orElseThrow();
        return BundleVerification.of(bundle, Trust.in(keys), done -> {});
    }

    /** The entries that say that somebody looked for a person. */
    private static List<Long> searchesFor(String name) {
        return items(AUDITOR, "/entries?type=lockstep.platform.history-read.v1&limit=500&text=" + name).stream()
                .map(entry -> entry.path("index").asLong())
                .toList();
    }

    /** Texts take the names of roles for roles; this library cannot see them. */
    @Test
    void theNamesOfRolesAreThoseOfTheRoles() {
        assertThat(Person.ROLES)
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(Role.values()).map(Role::code).toList());
    }

    @Test
    void twoOthersEraseAPersonAndEverythingStillVerifies() throws IOException {
        String name = somebody();
        JsonNode before = items(AUDITOR, "/entries?type=lockstep.audit.hold-placed.v1&actor=" + name)
                .getFirst();
        assertThat(before.path("event").toString()).doesNotContain(name);
        assertThat(before.path("opened").toString()).contains(name);
        assertThat(export("before").findings()).isEmpty();
        await().atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> assertThat(searchesFor(name)).isNotEmpty());
        List<Long> searches = searchesFor(name);

        Response asked = post(AUDITOR, "/erasures", wanted(name));
        assertThat(asked.statusCode()).as(asked.asString()).isEqualTo(201);
        String erasure = asked.jsonPath().getString("erasure");
        assertThat(json(AUDITOR, "/erasures").findValuesAsText("name")).contains(name);
        Response own = post(AUDITOR, "/erasures/" + erasure + "/confirmation", "");
        assertThat(own.statusCode()).isEqualTo(403);
        assertThat(own.jsonPath().getString("type")).isEqualTo("urn:lockstep:problem:confirmer-requested-erasure");
        Response confirmed = post(ADMINISTRATOR, "/erasures/" + erasure + "/confirmation", "");
        assertThat(confirmed.statusCode()).as(confirmed.asString()).isEqualTo(200);

        long index = before.path("index").asLong();
        await().atMost(Duration.ofMinutes(2)).untilAsserted(() -> {
            JsonNode after = json(AUDITOR, "/entries/" + index);
            assertThat(after.path("actor").asText()).isEqualTo("[erased]");
            assertThat(after.path("event")).isEqualTo(before.path("event"));
            assertThat(after.path("leafHash")).isEqualTo(before.path("leafHash"));
            assertThat(after.path("opened").toString()).doesNotContain(name).contains("[erased]");
        });
        assertThat(items(AUDITOR, "/entries?actor=" + name)).isEmpty();
        assertThat(items(AUDITOR, "/entries?text=" + name)).isEmpty();
        assertThat(get(AUDITOR, "/timeline?limit=500").asString()).doesNotContain(name);
        assertThat(get(AUDITOR, "/facets").asString()).doesNotContain(name);
        assertThat(searchesFor(name)).doesNotContainAnyElementsOf(searches);
        for (long search : searches) {
            JsonNode opened = json(AUDITOR, "/entries/" + search).path("opened");
            assertThat(opened.at("/data/query").asText()).isEqualTo("[erased]");
            assertThat(opened.path("actor").asText()).as("who looked stays").isEqualTo("auditor");
        }
        assertThat(json(AUDITOR, "/verification").path("findings")).isEmpty();
        assertThat(export("after").findings()).isEmpty();
        assertThat(verify(temporary.resolve("before")).findings()).isEmpty();
        assertThat(items(AUDITOR, "/entries?type=lockstep.audit.person-erased.v1")
                        .toString())
                .doesNotContain(name);
    }

    @Test
    void nobodyIsErasedWhileSomethingOfTheirsIsHeld() {
        Response hold = post(AUDITOR, "/holds", "{\"kind\":\"organization\",\"id\":\"contoso\",\"reason\":\"case 9\"}");
        String id = hold.jsonPath().getString("hold");
        try {
            Response refused = post(AUDITOR, "/erasures", wanted("tests"));

            assertThat(refused.statusCode()).as(refused.asString()).isEqualTo(409);
            assertThat(refused.jsonPath().getString("type")).isEqualTo("urn:lockstep:problem:person-held");
            assertThat(refused.asString()).contains(id);
        } finally {
            post(ADMINISTRATOR, "/holds/" + id + "/lifting", "{\"reason\":\"closed\"}");
        }
    }

    @Test
    void nobodyErasesThemselves() {
        String name = somebody();
        Response refused = post(token(name), "/erasures", wanted(name));

        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.jsonPath().getString("type")).isEqualTo("urn:lockstep:problem:own-erasure");
    }

    @Test
    void whoIsUnknownIsNotFoundAndWhoMayNotIsRefused() {
        assertThat(post(AUDITOR, "/erasures", wanted("nobody-here")).statusCode())
                .isEqualTo(404);
        assertThat(post(AUDITOR, "/erasures", "{\"person\":\"anna\"}").statusCode())
                .isEqualTo(400);
        assertThat(post(AUDITOR, "/erasures/" + UUID.randomUUID() + "/confirmation", "")
                        .statusCode())
                .isEqualTo(404);
        assertThat(post(Tokens.of(Role.OPERATOR, "*"), "/erasures", wanted("anna"))
                        .statusCode())
                .isEqualTo(403);
        assertThat(post(Tokens.of(Role.AUDITOR, "organization:contoso"), "/erasures", wanted("anna"))
                        .statusCode())
                .isEqualTo(403);
        assertThat(post(Tokens.of(Role.COORDINATOR, "*"), "/erasures/" + UUID.randomUUID() + "/confirmation", "")
                        .statusCode())
                .isEqualTo(403);
        assertThat(get(Tokens.of(Role.OPERATOR, "*"), "/erasures").statusCode()).isEqualTo(403);
        assertThat(get(Tokens.of(Role.OPERATOR, "*"), "/bundle/1/person-keys").statusCode())
                .isEqualTo(403);
    }
}
