package dev.lockstep.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;

/** What goes wrong in the lab on purpose, armed and mended over its own address. */
final class LabFaults {

    private final Scene scene;
    private final String secret;

    LabFaults(Scene scene) throws IOException {
        this.scene = scene;
        this.secret = Files.readString(scene.state().resolve("secrets/lab")).strip();
    }

    void arm(String fault) {
        call("POST", "", fault);
    }

    void mend(String id) {
        call("DELETE", "/" + id, "");
    }

    /** How often a fault is still to happen. */
    int left(String id) {
        for (JsonNode each : call("GET", "", "")) {
            if (each.path("id").asText().equals(id)) {
                return each.path("count").asInt();
            }
        }
        throw new AssertionError("no such fault is armed: " + id);
    }

    private JsonNode call(String method, String id, String body) {
        HttpResponse<String> answer =
                scene.send(HttpRequest.newBuilder(scene.url("lab").resolve("/faults" + id))
                        .header("Authorization", "Bearer " + secret)
                        .method(method, BodyPublishers.ofString(body))
                        .build());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Scene.parsed(answer.body());
    }
}
