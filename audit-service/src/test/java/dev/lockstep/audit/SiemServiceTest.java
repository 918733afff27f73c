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
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
        Map<Integer, String> types = new TreeMap<>();
        items(AUDITOR, "/entries?limit=500")
                .forEach(entry -> types.put(
                        entry.path("index").intValue(), entry.path("type").asText()));
        int last = Collections.max(types.keySet());

        await().atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> assertThat(NewKeyFolder.siem().messages()).hasSizeGreaterThan(last));

        List<String> messages = NewKeyFolder.siem().messages();
        types.forEach((index, type) ->
                assertThat(messages.get(index)).contains("|" + type + "|", " externalId=" + index + " "));
    }

    @Test
    void howItStandsIsToldByHealthAndMetrics() {
        await().atMost(Duration.ofMinutes(2))
                .untilAsserted(
                        () -> assertThat(given().get("/q/health/ready").body().asString())
                                .contains("\"siem\"", NewKeyFolder.siem().address(), "0 entries wait"));
        assertThat(given().get("/q/metrics").body().asString())
                .contains("lockstep_siem_behind", "lockstep_siem_trouble");
    }
}
