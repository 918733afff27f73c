package dev.lockstep.orchestration.service;

import dev.lockstep.service.testing.Endpoint;
import dev.lockstep.service.testing.EndpointWalk;
import dev.lockstep.service.testing.RealServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import java.util.HashMap;
import java.util.Map;

@QuarkusTest
@QuarkusTestResource(RealServers.class)
class OrchestrationEndpointWalkTest extends EndpointWalk {

    private static final String NOBODYS_ID = "00000000-0000-4000-8000-000000000000";

    @Override
    protected Map<String, String> parameters(Endpoint endpoint) {
        Map<String, String> parameters = new HashMap<>();
        for (String name : new String[] {"id", "hash", "step", "name", "proposal", "sha256"}) {
            if (endpoint.path().contains("{" + name + "}")) {
                parameters.put(name, NOBODYS_ID);
            }
        }
        return parameters;
    }

    @Override
    protected void complete(Endpoint endpoint, RequestSpecification request) {
        if (endpoint.method().equals("POST")) {
            String body = endpoint.path().endsWith("/plans")
                    ? "{\"cluster\":\"nobody:nothing\"}"
                    : endpoint.path().endsWith("/lease")
                            ? "{\"runner\":\"r\",\"site\":\"somewhere\",\"patience\":\"PT0S\"}"
                            : endpoint.path().endsWith("/deputies")
                                    ? "{\"organization\":\"nobody\",\"deputy\":\"d\",\"until\":\"2026-01-01T00:00:00Z\",\"reason\":\"r\"}"
                                    : endpoint.path().endsWith("/result")
                                            ? "{\"fencingToken\":1,\"outcome\":\"FINISHED\",\"facts\":[],\"listed\":[],"
                                                    + "\"startedAt\":\"2026-01-01T00:00:00Z\",\"endedAt\":\"2026-01-01T00:00:00Z\"}"
                                            : endpoint.path().endsWith("/heartbeat")
                                                    ? "{\"fencingToken\":1}"
                                                    : endpoint.path().endsWith("/output")
                                                            ? "{\"fencingToken\":1,\"firstLine\":1,\"lines\":[]}"
                                                            : endpoint.path().endsWith("/attestations")
                                                                    ? "{\"attempt\":1,\"outcome\":\"DONE\",\"evidence\":\"e\"}"
                                                                    : "{}";
            request.contentType(ContentType.JSON).body(body);
        }
    }
}
