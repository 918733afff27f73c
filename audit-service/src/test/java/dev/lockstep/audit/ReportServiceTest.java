package dev.lockstep.audit;

import static dev.lockstep.audit.PublishedHistory.AUDITOR;
import static dev.lockstep.audit.PublishedHistory.ELSEWHERE;
import static dev.lockstep.audit.PublishedHistory.ROLLOUT;
import static dev.lockstep.audit.PublishedHistory.get;
import static dev.lockstep.audit.PublishedHistory.items;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstep.access.Role;
import dev.lockstep.history.report.ReportSeal;
import dev.lockstep.service.testing.RealServers;
import dev.lockstep.service.testing.Tokens;
import dev.lockstep.transparencylog.LogKeys;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reports as the service hands them out, over a real database. */
@QuarkusTest
@QuarkusTestResource(RealServers.class)
@QuarkusTestResource(NewKeyFolder.class)
class ReportServiceTest {

    private static final String REPORT = "/rollouts/" + ROLLOUT + "/report";

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    @Inject
    DataSource dataSource;

    @BeforeEach
    void publishOnce() {
        PublishedHistory.publishOnce(bootstrapServers);
    }

    private static String text(byte[] file) throws IOException {
        try (PDDocument read = Loader.loadPDF(file)) {
            return new PDFTextStripper().getText(read).replaceAll("\\s+", " ");
        }
    }

    private static byte[] document(byte[] file) {
        String latin = new String(file, StandardCharsets.ISO_8859_1);
        return Arrays.copyOf(file, latin.lastIndexOf("\n%lockstep-seal\n") + 1);
    }

    private static ReportSeal seal(byte[] file) {
        LogKeys keys = LogKeys.parse(get(AUDITOR, "/verifier-key").asString()).orElseThrow();
        return ReportSeal.open(file, keys).orElseThrow();
    }

    @Test
    void aReportIsVerifiedWithThePublicKeyAloneAndReadAsPdf() throws IOException {
        Response response = get(AUDITOR, REPORT);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.contentType()).isEqualTo("application/pdf");
        assertThat(response.header("Content-Disposition")).contains("rollout-" + ROLLOUT + ".pdf");
        ReportSeal seal = seal(response.asByteArray());
        assertThat(seal.rollout()).isEqualTo(ROLLOUT);
        assertThat(seal.checkpoint().size()).isGreaterThanOrEqualTo(PublishedHistory.total());
        assertThat(text(response.asByteArray()))
                .contains("COMPLETED. NOT proved: the rules were violated 2 times.")
                .contains("approved by a deputy dora in place of lena")
                .contains("as deputy of lena, who lent")
                .contains("to which sven agreed");
    }

    @Test
    void theDocumentOfARolloutThatIsOverStaysTheSameToEverybodyWhileTheLogGrows() {
        byte[] first = get(AUDITOR, REPORT).asByteArray();
        given().header("Authorization", "Bearer " + AUDITOR)
                .post("/api/audit/verifier-key/rotation")
                .then()
                .statusCode(403);
        await().atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> assertThat(seal(get(AUDITOR, REPORT).asByteArray())
                                .checkpoint()
                                .size())
                        .as("the refusal is an entry more")
                        .isGreaterThan(seal(first).checkpoint().size()));

        assertThat(document(get(Tokens.of(Role.APPROVER, "site:oslo"), REPORT).asByteArray()))
                .isEqualTo(document(first));
    }

    @Test
    void whoMayNotReadTheRolloutGetsNoReportOnIt() {
        for (String path : List.of(REPORT, "/rollouts/" + UUID.randomUUID() + "/report")) {
            Response response = get(Tokens.of(Role.OPERATOR, "site:bergen"), path);
            assertThat(response.statusCode()).isEqualTo(404);
            assertThat(response.jsonPath().getString("type")).isEqualTo("urn:lockstep:problem:not-found");
        }
        assertThat(get(Tokens.of(Role.INVENTORY_EDITOR, "*"), REPORT).statusCode())
                .isEqualTo(403);
        assertThat(get(AUDITOR, "/rollouts/x/report").statusCode()).isEqualTo(404);
        assertThat(get(AUDITOR, "/rollouts/" + ELSEWHERE + "/report").statusCode())
                .as("of which there is no request")
                .isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "content = replace(content, 'arne', 'anne')",
                "content = 'no event'",
                "content = '{}'",
                "type = 'lockstep.orchestration.rollout-started.v1'",
                "type = 'lockstep.orchestration.look-failed.v1'",
                "type = 'lockstep.unknown.v1'",
                "actor = 'somebody'",
                "cluster = 'contoso:elsewhere'",
                "stream = 'rollout-elsewhere'",
                "stream_version = 99",
                "detached = '{}'"
            })
    void nothingIsSignedOnAnEntryThatWasChanged(String change) throws SQLException {
        long approval = items(AUDITOR, "/entries?type=lockstep.orchestration.rollout-approved&rollout=" + ROLLOUT)
                .getFirst()
                .path("index")
                .longValue();
        execute("create table kept as select * from entry where index = " + approval);
        try {
            execute("update entry set %s where index = %d".formatted(change, approval));

            Response response = get(AUDITOR, REPORT);

            assertThat(response.statusCode()).as(response.asString()).isEqualTo(503);
            assertThat(response.jsonPath().getString("type")).isEqualTo("urn:lockstep:problem:log-damaged");
        } finally {
            execute("delete from entry where index = " + approval);
            execute("insert into entry select * from kept");
            execute("drop table kept");
        }
        assertThat(get(AUDITOR, REPORT).statusCode()).isEqualTo(200);
    }

    @Test
    void nothingIsSignedWhenAnEntryIsMissing() throws SQLException {
        long approval = items(AUDITOR, "/entries?type=lockstep.orchestration.rollout-approved&rollout=" + ROLLOUT)
                .getFirst()
                .path("index")
                .longValue();
        execute("create table kept as select * from entry where index = " + approval);
        try {
            execute("delete from entry where index = " + approval);

            assertThat(get(AUDITOR, REPORT).statusCode()).isEqualTo(503);
        } finally {
            execute("insert into entry select * from kept");
            execute("drop table kept");
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
