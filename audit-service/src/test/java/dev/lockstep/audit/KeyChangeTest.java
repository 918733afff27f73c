package dev.lockstep.audit;

import static dev.lockstep.audit.PublishedHistory.AUDITOR;
import static dev.lockstep.audit.PublishedHistory.get;
import static dev.lockstep.audit.PublishedHistory.json;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.access.Role;
import dev.lockstep.history.bundle.BundleVerification;
import dev.lockstep.history.bundle.BundleWriter;
import dev.lockstep.history.bundle.Trust;
import dev.lockstep.service.testing.RealServers;
import dev.lockstep.service.testing.Tokens;
import dev.lockstep.transparencylog.Checked;
import dev.lockstep.transparencylog.LogKeys;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log's key is changed while it grows, and a witness looks on; another witness is never there. */
@QuarkusTest
@QuarkusTestResource(RealServers.class)
@QuarkusTestResource(NewKeyFolder.class)
class KeyChangeTest {

    private static final String ADMINISTRATOR = Tokens.of(Role.ADMINISTRATOR, "*");

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    @TempDir
    Path temporary;

    @BeforeEach
    void publishOnce() {
        PublishedHistory.publishOnce(bootstrapServers);
    }

    private static Response change(String act) {
        return given().header("Authorization", "Bearer " + ADMINISTRATOR)
                .contentType("application/json")
                .body("{}")
                .post("/api/audit/verifier-key/" + act);
    }

    private static LogKeys keys() {
        return LogKeys.parse(get(AUDITOR, "/verifier-key").asString()).orElseThrow();
    }

    private static long size() {
        return keys().open(get(AUDITOR, "/checkpoint").asByteArray())
                .orElseThrow()
                .size();
    }

    /** A refused request leaves an entry. */
    private static void awaitGrowthBeyond(long size) {
        given().header("Authorization", "Bearer " + Tokens.of(Role.OPERATOR, "*"))
                .contentType("application/json")
                .body("{}")
                .post("/api/audit/verifier-key/rotation");
        await().atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> assertThat(size()).isGreaterThan(size));
    }

    private static void finishWhatIsUnderWay() {
        if (keys().terms().stream().filter(LogKeys.Term::isOpen).count() > 1) {
            awaitGrowthBeyond(size());
            assertThat(change("retirement").statusCode()).isEqualTo(200);
        }
    }

    private BundleVerification verify(String name, Trust trust) throws IOException {
        Path folder = temporary.resolve(name);
        new BundleWriter(new ServedBundle(), folder).write(done -> {});
        return BundleVerification.of(folder, trust, done -> {});
    }

    @Test
    void theKeyIsChangedAndNobodyLosesTheThread() throws IOException {
        finishWhatIsUnderWay();
        LogKeys before = keys();
        assertThat(change("retirement").statusCode()).isEqualTo(409);

        assertThat(change("rotation").statusCode()).isEqualTo(200);
        Response again = change("rotation");
        assertThat(again.statusCode()).isEqualTo(409);
        assertThat(again.jsonPath().getString("type")).isEqualTo("urn:lockstep:problem:key-change-not-now");
        awaitGrowthBeyond(size());
        byte[] signedByBoth = get(AUDITOR, "/checkpoint").asByteArray();
        assertThat(before.open(signedByBoth)).isInstanceOf(Checked.Accepted.class);
        assertThat(verify("meanwhile", Trust.in(before)).findings()).isEmpty();

        assertThat(change("retirement").statusCode()).isEqualTo(200);
        LogKeys after = keys();
        awaitGrowthBeyond(size());
        byte[] signedByTheNew = get(AUDITOR, "/checkpoint").asByteArray();

        assertThat(before.open(signedByTheNew)).isInstanceOf(Checked.Refused.class);
        assertThat(after.open(signedByTheNew)).isInstanceOf(Checked.Accepted.class);
        assertThat(after.open(signedByBoth)).isInstanceOf(Checked.Accepted.class);
        assertThat(verify("with-both", Trust.in(after)).findings()).isEmpty();
        assertThat(verify("with-the-old", Trust.in(before)).isIntact()).isFalse();
        assertThat(json(AUDITOR, "/verification").path("findings")).isEmpty();
    }

    @Test
    void whoIsThereCosignsAndWhoIsNotDelaysNothing() throws IOException {
        await().atMost(Duration.ofMinutes(2))
                .untilAsserted(
                        () -> assertThat(get(AUDITOR, "/witnessed-checkpoint").statusCode())
                                .isEqualTo(200));

        BundleVerification verified = verify(
                "witnessed",
                Trust.in(keys()).witnessedBy(List.of(NewKeyFolder.witness().key()), 1));

        assertThat(verified.findings()).isEmpty();
        assertThat(verified.witnessed())
                .isNotNull()
                .satisfies(witnessed -> assertThat(witnessed.by()).containsExactly("witness.example/there"));
        JsonNode witnesses = json(AUDITOR, "/witnesses");
        assertThat(witnesses.findValuesAsText("name")).containsExactly("witness.example/there", "witness.example/gone");
        assertThat(witnesses.path(0).path("trouble").isMissingNode()
                        || witnesses.path(0).path("trouble").isNull())
                .isTrue();
        assertThat(witnesses.path(1).path("trouble").asText()).contains("cannot be asked");
        Response health = given().get("/q/health/ready");
        assertThat(health.statusCode()).isEqualTo(200);
        assertThat(health.asString()).contains("witness.example/gone").contains("cannot be asked");
    }
}
