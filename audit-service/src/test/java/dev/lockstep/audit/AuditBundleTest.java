package dev.lockstep.audit;

import static dev.lockstep.audit.PublishedHistory.AUDITOR;
import static dev.lockstep.audit.PublishedHistory.ROLLOUT;
import static dev.lockstep.audit.PublishedHistory.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstep.access.Role;
import dev.lockstep.audit.publication.CheckpointPublication;
import dev.lockstep.history.bundle.BundleLayout;
import dev.lockstep.history.bundle.BundleVerification;
import dev.lockstep.history.bundle.BundleWriter;
import dev.lockstep.history.bundle.Trust;
import dev.lockstep.history.certificate.Certificate;
import dev.lockstep.history.certificate.Violation;
import dev.lockstep.service.testing.RealServers;
import dev.lockstep.service.testing.Tokens;
import dev.lockstep.transparencylog.LogKeys;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the service hands out verifies without it. */
@QuarkusTest
@QuarkusTestResource(RealServers.class)
@QuarkusTestResource(NewKeyFolder.class)
class AuditBundleTest {

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    @Inject
    CheckpointPublication publication;

    @TempDir
    Path temporary;

    @BeforeEach
    void publishOnce() {
        PublishedHistory.publishOnce(bootstrapServers);
    }

    @Test
    void aBundleVerifiesWithTheKeyAlone() throws IOException {
        LogKeys keys = LogKeys.parse(get(AUDITOR, "/verifier-key").asString()).orElseThrow();
        Path folder = temporary.resolve("bundle");
        new BundleWriter(new ServedBundle(), folder).write(done -> {});

        BundleVerification verified = BundleVerification.of(folder, Trust.in(keys), done -> {});

        assertThat(verified.findings()).isEmpty();
        assertThat(verified.entries()).isGreaterThanOrEqualTo(PublishedHistory.total());
        assertThat(verified.violated())
                .singleElement()
                .extracting(Certificate::violations)
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.list(Violation.class))
                .hasSize(2)
                .allMatch(Violation.WithoutGate.class::isInstance);
        assertThat(get(AUDITOR, "/rollouts/" + ROLLOUT + "/certificate").asByteArray())
                .isEqualTo(Files.readAllBytes(folder.resolve(BundleLayout.certificate(ROLLOUT))));
        assertThat(get(Tokens.of(Role.OPERATOR, "site:oslo"), "/rollouts/" + ROLLOUT + "/certificate")
                        .asByteArray())
                .as("to somebody who sees the cluster, and not the arrangement of the deputy in its organization")
                .isEqualTo(Files.readAllBytes(folder.resolve(BundleLayout.certificate(ROLLOUT))));
    }

    @Test
    void onlyAuditorsOfEverythingTakeItOut() {
        for (String path : List.of(
                "/bundle/manifest",
                "/bundle/3/checkpoints",
                "/bundle/access-matrix.json",
                "/log/tile/entries/000.p/3")) {
            assertThat(get(AUDITOR, path).statusCode()).as(path).isEqualTo(200);
            assertThat(get(Tokens.of(Role.AUDITOR, "site:oslo"), path).statusCode())
                    .as(path)
                    .isEqualTo(403);
            assertThat(get(Tokens.of(Role.OPERATOR, "*"), path).statusCode())
                    .as(path)
                    .isEqualTo(403);
        }
    }

    @Test
    void whatIsNotThereIsNotFound() {
        for (String path : List.of(
                "/bundle/secrets.json",
                "/bundle/schemas/../../x.json",
                "/log/tile/entries/900",
                "/log/tile/entries/0",
                "/log/tile/entries/900.p/1",
                "/entries/999999/data",
                "/rollouts/" + UUID.randomUUID() + "/certificate")) {
            assertThat(get(AUDITOR, path).statusCode()).as(path).isEqualTo(404);
        }
        assertThat(get(Tokens.of(Role.OPERATOR, "site:bergen"), "/rollouts/" + ROLLOUT + "/certificate")
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void theLatestCheckpointIsPublishedOutsideTheDatabase() {
        await().atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> assertThat(publication.latest())
                        .hasValueSatisfying(published ->
                                assertThat(published.size()).isGreaterThanOrEqualTo(PublishedHistory.total())));
    }
}
