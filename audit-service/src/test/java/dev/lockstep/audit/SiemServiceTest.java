package dev.lockstep.audit;

import static dev.lockstep.audit.PublishedHistory.AUDITOR;
import static dev.lockstep.audit.PublishedHistory.items;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstep.service.testing.RealServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A SIEM beside the service. */
@QuarkusTest
@QuarkusTestResource(RealServers.class)
@QuarkusTestResource(NewKeyFolder.class)
class SiemServiceTest {

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    @BeforeEach
    void publishOnce() {
        PublishedHistory.publishOnce(bootstrapServers);
    }

    @Test
    void everyEntryArrivesInOrder() {
        List<String> types = items(AUDITOR, "/entries?limit=500").stream()
                .map(entry -> entry.path("type").asText())
                .toList();

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(
                        () -> assertThat(NewKeyFolder.siem().messages()).hasSizeGreaterThanOrEqualTo(types.size()));

        List<String> messages = NewKeyFolder.siem().messages();
        for (int index = 0; index < types.size(); index++) {
            assertThat(messages.get(index)).contains("|" + types.get(index) + "|", " externalId=" + index + " ");
        }
    }

    @Test
    void howItStandsIsToldByHealthAndMetrics() {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(
                        () -> assertThat(given().get("/q/health/ready").body().asString())
                                .contains("\"siem\"", NewKeyFolder.siem().address(), "0 entries wait"));
        assertThat(given().get("/q/metrics").body().asString())
                .contains("lockstep_siem_behind", "lockstep_siem_trouble");
    }
}
