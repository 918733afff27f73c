package dev.lockstep.orchestration.service;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.lockstep.access.Role;
import dev.lockstep.contracts.orchestration.Repeatability;
import dev.lockstep.contracts.orchestration.RolloutEvent.WorkAttested;
import dev.lockstep.contracts.work.Attestation;
import dev.lockstep.contracts.work.AttestedFile;
import dev.lockstep.orchestration.evidence.EvidenceFiles;
import dev.lockstep.service.testing.RealServers;
import dev.lockstep.service.testing.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.config.EncoderConfig;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A photograph of what Setup said last. */
@QuarkusTest
@QuarkusTestResource(RealServers.class)
class EvidenceFilesTest extends OnePlayedCluster {

    private static final byte[] PHOTO = {(byte) 0x89, 'P', 'N', 'G', 0, 1, 2, (byte) 0xFF};
    private static final String HASH = EvidenceFiles.hash(PHOTO);
    private static final int LARGEST = 8_000_000;
    private static final String COLLEAGUE = Tokens.with("colleague", claims -> {
        claims.putObject("realm_access").putArray("roles").add(Role.OPERATOR.code());
        claims.putArray("lockstep_scopes").add("*");
    });

    @Inject
    EvidenceFiles files;

    @Inject
    DataSource database;

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
        assertThat(attested(id).files()).containsExactly(new AttestedFile(HASH, PHOTO.length));
        assertThat(Api.get(Api.COORDINATOR, "/rollouts/" + id)
                        .<List<String>>path("steps.find { it.id == '%s' }.evidence.sha256".formatted(SmallPlan.SETUP)))
                .containsExactly(HASH);
        assertThat(Api.get(Api.COORDINATOR, evidence).<List<String>>path("items.givenBy"))
                .containsExactly("subject-of-operator");
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

    @Test
    void nobodySpeaksByTheNameThatAnotherGave() {
        String id = attended();
        give(COLLEAGUE, id, SmallPlan.SETUP, "Erika Mustermann.png", PHOTO);
        give(Api.OPERATOR, id, SmallPlan.SETUP, "mine.png", PHOTO);

        Api.post(Api.OPERATOR, attestations(id), attestation("", List.of(HASH, HASH)), 200);

        assertThat(attested(id).evidence()).isEqualTo("file (8 bytes, SHA-256 %s)".formatted(HASH));
        assertThat(attested(id).files()).as("each once").containsExactly(new AttestedFile(HASH, 8));
    }

    @Test
    void aTypedHashIsNoFile() {
        String id = attended();

        Api.post(
                Api.OPERATOR,
                attestations(id),
                attestation("file 'a.png' (image/png, 8 bytes, SHA-256 %s)".formatted(HASH), List.of()),
                200);

        assertThat(attested(id).files()).isEmpty();
    }

    @Test
    void thePersonsWordsHaveTheirOwnBoundAndTheFilesTheirs() {
        String id = attended();
        String words = "w".repeat(10_000);
        give(Api.OPERATOR, id, SmallPlan.SETUP, "n".repeat(200), PHOTO);

        Response tooLong = Api.post(Api.OPERATOR, attestations(id), attestation(words + "w", List.of(HASH)), 400);
        Response tooMany = Api.post(
                Api.OPERATOR,
                attestations(id),
                attestation("seen", Collections.nCopies(EvidenceFiles.MOST_OF_STEP + 1, HASH)),
                400);
        Api.post(Api.OPERATOR, attestations(id), attestation(words, List.of(HASH)), 200);

        assertThat(tooLong.<List<String>>path("errors.place")).containsExactly("/evidence");
        assertThat(tooMany.<List<String>>path("errors.place")).containsExactly("/files");
        assertThat(attested(id).evidence()).startsWith(words + "\nfile '").hasSizeGreaterThan(10_000);
    }

    @Test
    void manyFetchTheLargestFileAtOnceAndEachGetsAllOfIt() throws Exception {
        String id = attended();
        byte[] large = random(LARGEST);
        String path = "/rollouts/%s/evidence/%s".formatted(id, EvidenceFiles.hash(large));
        assertThat(give(Api.OPERATOR, id, SmallPlan.SETUP, "large.mp4", large).statusCode())
                .isEqualTo(201);

        List<Callable<String>> fetches = Collections.nCopies(8, () -> {
            Response fetched = Api.get(Api.COORDINATOR, path);
            return "%d %s %s"
                    .formatted(
                            fetched.statusCode(),
                            fetched.header("Content-Length"),
                            EvidenceFiles.hash(fetched.asByteArray()));
        });

        try (ExecutorService readers = Executors.newFixedThreadPool(8)) {
            assertThat(readers.invokeAll(fetches))
                    .allSatisfy(fetched -> assertThat(fetched.get())
                            .isEqualTo("200 %d %s".formatted(LARGEST, EvidenceFiles.hash(large))));
        }
    }

    @Test
    void whoFindsNoRoomIsToldToComeAgain() throws IOException {
        String id = attended();
        try (Socket first = begun(id);
                Socket second = begun(id)) {
            assertThat(List.of(first, second)).allMatch(Socket::isConnected);
            await().untilAsserted(() -> {
                Response refused = give(Api.OPERATOR, id, SmallPlan.SETUP, "third.png", random(LARGEST));
                assertThat(refused.statusCode()).as(refused.asString()).isEqualTo(503);
                assertThat(refused.<String>path("type")).isEqualTo("urn:lockstep:problem:evidence-busy");
                assertThat(refused.header("Retry-After")).isEqualTo("5");
                assertThat(refused.contentType()).startsWith("application/problem+json");
            });
        }

        await().untilAsserted(() -> assertThat(give(Api.OPERATOR, id, SmallPlan.SETUP, "third.png", PHOTO)
                        .statusCode())
                .isEqualTo(201));
    }

    /** A file that was announced, and of which only the first bytes came. */
    private static Socket begun(String id) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port);
        String head = """
                POST %s/rollouts/%s/steps/%s/evidence?name=slow.png HTTP/1.1
                Host: localhost
                Authorization: Bearer %s
                Content-Type: image/png
                Content-Length: %d

                """.formatted(Api.ROOT, id, SmallPlan.SETUP, Api.OPERATOR, LARGEST)
                .replace("\n", "\r\n");
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().write(random(100_000));
        socket.getOutputStream().flush();
        return socket;
    }

    @Test
    void whatIsKeptIsNotChangedAndIfItIsNobodyGetsIt() throws SQLException {
        String id = attended();
        give(Api.OPERATOR, id, SmallPlan.SETUP, "photo.png", PHOTO);
        String path = "/rollouts/%s/evidence/%s".formatted(id, HASH);
        String change = "update evidence_file set content = '\\x00' || content where rollout = '%s'".formatted(id);

        assertThatThrownBy(() -> execute(change)).hasMessageContaining("evidence stays as it was given");
        assertThatThrownBy(() -> execute("delete from evidence_file where rollout = '%s'".formatted(id)))
                .hasMessageContaining("evidence stays as it was given");
        execute("alter table evidence_file disable trigger evidence_file_stays");
        try {
            execute(change);
        } finally {
            execute("alter table evidence_file enable trigger evidence_file_stays");
        }

        Response refused = Api.get(Api.COORDINATOR, path);
        assertThat(refused.statusCode()).isEqualTo(500);
        assertThat(refused.<String>path("type")).isEqualTo("urn:lockstep:problem:evidence-changed");
        assertThat(refused.asString()).doesNotContain("PNG");
    }

    @Test
    void filesThatAreGivenAtOnceDoNotPassTheBoundTogether() throws Exception {
        UUID rollout = UUID.randomUUID();
        List<Callable<Boolean>> gifts = IntStream.range(0, EvidenceFiles.MOST_OF_STEP + 10)
                .<Callable<Boolean>>mapToObj(i -> () -> files.keep(
                                rollout,
                                "setup",
                                new EvidenceFiles.Gift(
                                        "page",
                                        "text/plain",
                                        ByteBuffer.wrap(("page " + i).getBytes(StandardCharsets.UTF_8)),
                                        "somebody",
                                        Instant.now()))
                        .isPresent())
                .toList();

        int kept = 0;
        try (ExecutorService givers = Executors.newFixedThreadPool(10)) {
            for (Future<Boolean> gift : givers.invokeAll(gifts)) {
                kept += gift.get() ? 1 : 0;
            }
        }

        assertThat(kept).isEqualTo(EvidenceFiles.MOST_OF_STEP);
        assertThat(files.list(rollout, 0, 100)).hasSize(EvidenceFiles.MOST_OF_STEP);
    }

    private void execute(String statement) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement change = connection.createStatement()) {
            change.execute(statement);
        }
    }

    private Attestation attested(String id) {
        return History.of(id, rollouts).stream()
                .filter(WorkAttested.class::isInstance)
                .map(event -> ((WorkAttested) event).attestation())
                .findFirst()
                .orElseThrow();
    }

    private static String attestation(String evidence, List<String> files) {
        return Api.json(Map.of("attempt", 1, "outcome", "DONE", "evidence", evidence, "files", files));
    }

    private static byte[] random(int size) {
        byte[] content = new byte[size];
        new Random(size).nextBytes(content);
        return content;
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
