package dev.lockstep.orchestration.service;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.access.Role;
import dev.lockstep.contracts.orchestration.Repeatability;
import dev.lockstep.contracts.orchestration.RolloutEvent.WorkAttested;
import dev.lockstep.orchestration.evidence.EvidenceFiles;
import dev.lockstep.service.testing.RealServers;
import dev.lockstep.service.testing.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.config.EncoderConfig;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A photograph of what Setup said last. */
@QuarkusTest
@QuarkusTestResource(RealServers.class)
class EvidenceFilesTest extends OnePlayedCluster {

    private static final byte[] PHOTO = {(byte) 0x89, 'P', 'N', 'G', 0, 1, 2, (byte) 0xFF};
    private static final String HASH = EvidenceFiles.hash(PHOTO);

    @Test
    void aFileIsGivenNamedByTheEventAndFetchedByWhoeverMayReadTheRollout() {
        String id = attended();
        String evidence = "/rollouts/%s/evidence".formatted(id);

        Response first = give(Api.OPERATOR, id, SmallPlan.SETUP, "Setup fertig.png", PHOTO);
        assertThat(first.statusCode()).as(first.asString()).isEqualTo(201);
        Response again = give(Api.OPERATOR, id, SmallPlan.SETUP, "other.png", PHOTO);
        assertThat(again.<String>path("name")).as("the same file").isEqualTo("Setup fertig.png");
        Api.refused(
                Api.OPERATOR,
                attestations(id),
                "{\"attempt\":1,\"outcome\":\"DONE\",\"files\":[\"%s\"]}".formatted("0".repeat(64)),
                400,
                "invalid-request");
        Api.refused(Api.OPERATOR, attestations(id), "{\"attempt\":1,\"outcome\":\"DONE\"}", 400, "invalid-request");
        Api.post(
                Api.OPERATOR,
                attestations(id),
                "{\"attempt\":1,\"outcome\":\"DONE\",\"evidence\":\"seen\",\"files\":[\"%s\"]}".formatted(HASH),
                200);

        assertThat(History.of(id, rollouts))
                .filteredOn(WorkAttested.class::isInstance)
                .singleElement()
                .isInstanceOfSatisfying(
                        WorkAttested.class,
                        attested -> assertThat(attested.attestation().evidence())
                                .isEqualTo("seen\nfile 'Setup fertig.png' (image/png, 8 bytes, SHA-256 %s)"
                                        .formatted(HASH)));
        assertThat(Api.get(Api.COORDINATOR, evidence).<List<String>>path("items.sha256"))
                .containsExactly(HASH);
        Response fetched = Api.get(Api.COORDINATOR, evidence + "/" + HASH);
        assertThat(fetched.asByteArray()).isEqualTo(PHOTO);
        assertThat(fetched.contentType()).isEqualTo("application/octet-stream");
        assertThat(fetched.header("Content-Disposition")).isEqualTo("attachment; filename*=UTF-8''Setup%20fertig.png");
        assertThat(fetched.header("X-Content-Type-Options")).isEqualTo("nosniff");
        String stranger = Tokens.of(Role.OPERATOR, "site:elsewhere");
        assertThat(Api.get(stranger, evidence).statusCode()).isEqualTo(403);
        assertThat(Api.get(stranger, evidence + "/" + HASH).statusCode()).isEqualTo(403);
        assertThat(Api.get(Api.COORDINATOR, evidence + "/" + "0".repeat(64)).statusCode())
                .isEqualTo(404);
    }

    @Test
    void whatIsNoFileOrIsGivenForNothingIsRefused() {
        String id = attended();

        assertThat(give(Api.COORDINATOR, id, SmallPlan.SETUP, "a.png", PHOTO).statusCode())
                .as("who carries nothing out")
                .isEqualTo(403);
        assertThat(give(Tokens.of(Role.OPERATOR, "site:elsewhere"), id, SmallPlan.SETUP, "a.png", PHOTO)
                        .statusCode())
                .isEqualTo(403);
        assertThat(give(Api.OPERATOR, id, "no-such-step", "a.png", PHOTO).statusCode())
                .isEqualTo(404);
        assertThat(give(Api.OPERATOR, id, SmallPlan.START, "a.png", PHOTO).<String>path("type"))
                .isEqualTo("urn:lockstep:problem:not-attended-now");
        for (String name : List.of("", "../a", "a/b", "a\\b", ".a", "a\nb", "n".repeat(201))) {
            assertThat(give(Api.OPERATOR, id, SmallPlan.SETUP, name, PHOTO).statusCode())
                    .as(name)
                    .isEqualTo(400);
        }
        assertThat(give(Api.OPERATOR, id, SmallPlan.SETUP, "empty", new byte[0]).statusCode())
                .isEqualTo(400);
        assertThat(give(Api.OPERATOR, id, SmallPlan.SETUP, "large", new byte[8_000_001])
                        .statusCode())
                .isEqualTo(400);
        for (int i = 0; i < EvidenceFiles.MOST_OF_STEP; i++) {
            byte[] content = ("page " + i).getBytes(StandardCharsets.UTF_8);
            assertThat(give(Api.OPERATOR, id, SmallPlan.SETUP, "page", content).statusCode())
                    .isEqualTo(201);
        }
        assertThat(give(Api.OPERATOR, id, SmallPlan.SETUP, "one more", PHOTO).<String>path("type"))
                .isEqualTo("urn:lockstep:problem:evidence-full");
        Response page = Api.get(Api.COORDINATOR, "/rollouts/%s/evidence?limit=15".formatted(id));
        assertThat(page.<List<String>>path("items.name")).hasSize(15);
        assertThat(Api.get(
                                Api.COORDINATOR,
                                "/rollouts/%s/evidence?limit=15&after=%s".formatted(id, page.<String>path("next")))
                        .<List<String>>path("items.name"))
                .hasSize(5);
    }

    /** Whatever the giver calls it, it is kept as it is. */
    @ParameterizedTest
    @ValueSource(strings = {"application/json", "text/html", "application/x-www-form-urlencoded", "image/svg+xml"})
    void nobodyReadsWhatIsInAFile(String type) {
        String id = attended();
        byte[] content = "{\"a\":[1,2]".getBytes(StandardCharsets.UTF_8);

        Response given = give(Api.OPERATOR, id, SmallPlan.SETUP, "half a document", type, content);

        assertThat(given.statusCode()).as(given.asString()).isEqualTo(201);
        assertThat(given.<String>path("mediaType")).isEqualTo(type);
        Response fetched =
                Api.get(Api.COORDINATOR, "/rollouts/%s/evidence/%s".formatted(id, EvidenceFiles.hash(content)));
        assertThat(fetched.asByteArray()).isEqualTo(content);
        assertThat(fetched.contentType()).isEqualTo("application/octet-stream");
    }

    @Test
    void workSaysWhatWasTrueBeforeAndWhatMustBeSeenAfter() {
        attended();

        Response work = Api.get(Api.OPERATOR, "/attended-work?site=" + site.site);

        assertThat(work.<List<String>>path("items[0].requires")).containsExactly("NODE N1: before Setup on one node");
        assertThat(work.<String>path("items[0].verify")).contains("n.exchange.installed");
    }

    /** A rollout whose Setup waits for a person. */
    private String attended() {
        String id = site.started(site.keep(SmallPlan.of(cluster, Repeatability.IDEMPOTENT), plans, inventory));
        site.look(id, SmallPlan.CHECK);
        site.look(id, SmallPlan.START);
        site.execute(site.lease(id, SmallPlan.START));
        site.look(id, SmallPlan.START);
        site.look(id, SmallPlan.SETUP);
        Api.awaitStatus(id, SmallPlan.SETUP, "EXECUTING");
        return id;
    }

    private static String attestations(String id) {
        return "/rollouts/%s/steps/%s/attestations".formatted(id, SmallPlan.SETUP);
    }

    private static Response give(String token, String id, String step, String name, byte[] content) {
        return give(token, id, step, name, "image/png", content);
    }

    /** Sent as it is: a client of tests would read what it knows. */
    private static Response give(String token, String id, String step, String name, String type, byte[] content) {
        return given().config(RestAssured.config()
                        .encoderConfig(EncoderConfig.encoderConfig()
                                .appendDefaultContentCharsetToContentTypeIfUndefined(false)
                                .encodeContentTypeAs(type, ContentType.BINARY)))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", type)
                .queryParam("name", name)
                .body(content)
                .post(Api.ROOT + "/rollouts/%s/steps/%s/evidence".formatted(id, step));
    }
}
