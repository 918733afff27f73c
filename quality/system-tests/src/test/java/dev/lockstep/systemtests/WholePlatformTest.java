package dev.lockstep.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.contracts.ContractJson;
import dev.lockstep.localstack.platform.Platform.Records;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The demo's path, and what has to hold on the platform that it leaves behind. */
@TestMethodOrder(OrderAnnotation.class)
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class WholePlatformTest {

    private static final Pattern RUN = Pattern.compile("<!-- run(: platform)? -->\\s*```sh\\n(.*?)```", Pattern.DOTALL);

    private static final Pattern PAGE = Pattern.compile("http\\S+");

    private static Scene scene;
    private static CommandLineRun demo;

    @BeforeAll
    @Timeout(value = 9, unit = TimeUnit.MINUTES)
    static void theDemoRunsAndThePlatformStartsAgain() throws IOException, InterruptedException {
        Path state = Scene.sharedState();
        scene = new Scene(state);
        demo = scene.run("demo", "--exit", "--state", state.toString());
        scene.start(Records.KEPT);
    }

    @AfterAll
    static void end() {
        scene.close();
    }

    @Test
    @Order(1)
    void theDemoHeld() {
        assertThat(demo.exitCode()).as(demo.out() + demo.err()).isZero();
        assertThat(demo.out())
                .contains("✓ the requester cannot approve")
                .contains("✓ the rollout is complete")
                .contains("✓ no two steps of the cluster overlapped")
                .contains("✓ Exchange is observed on every node: 4 of 4")
                .contains("✓ every virtual server is observed online: 3 of 3")
                .doesNotContain("✗");
    }

    @Test
    @Order(2)
    void dataSurvivesARestart() {
        JsonNode rollout = scene.json("rollout", "list", "--as", "coordinator").path(0);

        assertThat(rollout.path("status").asText()).isEqualTo("COMPLETED");
        assertThat(scene.json("audit", "rollout", rollout.path("id").asText(), "--as", "auditor")
                        .path("outcome")
                        .asText())
                .isEqualTo("COMPLETED");
        assertThat(scene.json("export", "contoso:clu01", "--as", "auditor")
                        .path("cluster")
                        .path("nodes"))
                .hasSize(4);
    }

    @Test
    @Order(2)
    void aPlanThatWasCarriedOutIsNotCarriedOutAgain() {
        String rollout = scene.json("rollout", "list", "--as", "coordinator")
                .path(0)
                .path("id")
                .asText();
        String plan = scene.json("rollout", "show", rollout, "--as", "coordinator")
                .path("planHash")
                .asText();

        CommandLineRun again = scene.run("rollout", "request", plan, "--as", "coordinator");

        assertThat(again.exitCode()).isNotZero();
        assertThat(again.err()).contains("leads to another plan now").contains("Plan again");
    }

    @Test
    @Order(3)
    void everyEventIsInTheAuditExactlyOnce() throws Exception {
        AuditCompleteness.assertComplete(scene);
    }

    static Stream<Endpoints> endpoints() {
        return Endpoints.all();
    }

    @ParameterizedTest
    @MethodSource("endpoints")
    @Order(4)
    void nobodyGetsInWithoutTokenRoleOrScope(Endpoints endpoint) {
        assertThat(status(endpoint, null)).as("without a token").isEqualTo(401);
        assertThat(status(endpoint, "not.a.token")).as("with a forged token").isEqualTo(401);
        assertThat(status(endpoint, scene.token("observer")))
                .as("without any role")
                .isEqualTo(403);
        if (!endpoint.outsider().isEmpty()) {
            assertThat(status(endpoint, scene.token(endpoint.outsider())))
                    .as("outside of the scope of " + endpoint.outsider())
                    .isEqualTo(403);
        }
    }

    private static int status(Endpoints endpoint, @Nullable String token) {
        HttpRequest.Builder request = scene.request(endpoint.service(), endpoint.path())
                .header("Content-Type", "application/json")
                .method(
                        endpoint.method(),
                        endpoint.method().equals("GET")
                                ? BodyPublishers.noBody()
                                : BodyPublishers.ofString(endpoint.body()));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        HttpResponse<String> answer = scene.send(request.build());
        if (answer.statusCode() == 401 || answer.statusCode() == 403) {
            assertThat(Scene.parsed(answer.body()).path("type").asText())
                    .as("problem details of " + endpoint)
                    .startsWith("urn:lockstep:problem:");
        }
        return answer.statusCode();
    }

    @Test
    @Order(5)
    void noInputAtAllIsAFaultOfTheServices() {
        SoftAssertions all = new SoftAssertions();
        for (BadInput input : BadInput.all(scene.checkout())) {
            HttpResponse<String> answer = scene.send(scene.request(input.service(), input.path())
                    .header("Authorization", "Bearer " + scene.token(input.account()))
                    .header("Content-Type", input.contentType())
                    .POST(input.body())
                    .build());
            all.assertThat(answer.statusCode())
                    .as(
                            "%s: %s",
                            input.name(),
                            answer.body()
                                    .substring(0, Math.min(300, answer.body().length())))
                    .isBetween(200, 499);
            if (!input.valid()) {
                all.assertThat(answer.statusCode()).as(input.name()).isGreaterThanOrEqualTo(400);
            }
        }
        all.assertAll();
    }

    @Test
    @Order(6)
    void theCommandsOfTheDocumentationWork() throws IOException {
        List<Path> pages;
        try (Stream<Path> docs = Files.walk(scene.checkout().resolve("docs"))) {
            pages = Stream.concat(Stream.of(scene.checkout().resolve("README.md")), docs)
                    .filter(page -> page.toString().endsWith(".md"))
                    .toList();
        }
        SoftAssertions all = new SoftAssertions();
        for (Path page : pages) {
            Matcher block = RUN.matcher(Files.readString(page));
            while (block.find()) {
                block.group(2).lines().filter(line -> !line.isBlank()).forEach(line -> {
                    String[] words = line.strip().split("\\s+", -1);
                    all.assertThat(words[0]).as(line).isEqualTo("./lockstep");
                    CommandLineRun run = scene.run(Arrays.copyOfRange(words, 1, words.length));
                    all.assertThat(run.exitCode())
                            .as("%s%n%s%s", line, run.out(), run.err())
                            .isZero();
                });
            }
        }
        all.assertAll();
    }

    @Test
    @Order(7)
    void aPersonSignsInWithTheBrowserOfAnotherDevice() throws Exception {
        CommandLineRun login;
        String lastPage;
        try (PipedOutputStream err = new PipedOutputStream();
                BufferedReader told =
                        new BufferedReader(new InputStreamReader(new PipedInputStream(err), StandardCharsets.UTF_8));
                ExecutorService device = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<CommandLineRun> running =
                    device.submit(() -> CommandLineRun.of(scene.checkout(), scene.state(), "", err, "login"));
            Matcher page = PAGE.matcher(told.readLine());
            assertThat(page.find()).isTrue();
            lastPage = BrowserSignIn.confirm(URI.create(page.group()), "auditor", "demo-auditor");
            login = running.get();
        }

        assertThat(login.out()).as(lastPage).startsWith("Signed in as auditor; roles: auditor; scopes:");
        assertThat(scene.run("audit", "entries", "--limit", "1").exitCode()).isZero();
        assertThat(momentOfSignIn()).isCloseTo(Instant.now(), within(5, ChronoUnit.MINUTES));
        assertThat(scene.run("logout").exitCode()).isZero();
        assertThat(scene.run("audit", "entries", "--limit", "1").err()).contains("Nobody is signed in");
    }

    @Test
    @Order(8)
    void whoSignedInStandsInTheHistory() {
        String acts = "/api/audit/entries?type=lockstep.platform.identity-act-recorded.v1&actor=auditor&limit=50";
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(
                        () -> assertThat(scene.items("audit", acts, "auditor").findValuesAsText("act"))
                                .contains("LOGIN"));
    }

    /** What sensitive acts go by: when the person behind the kept token signed in. */
    private Instant momentOfSignIn() throws IOException {
        JsonNode kept = ContractJson.mapper()
                .readTree(scene.state().resolve("tokens.json").toFile());
        String token = kept.elements().next().path("accessToken").asText();
        JsonNode claims = ContractJson.mapper().readTree(Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]));
        return Instant.ofEpochSecond(claims.path("auth_time").asLong());
    }
}
