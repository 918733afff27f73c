package dev.lockstep.inventory;

import dev.lockstep.service.testing.Endpoint;
import dev.lockstep.service.testing.EndpointWalk;
import dev.lockstep.service.testing.RealServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import java.util.LinkedHashMap;
import java.util.Map;

@QuarkusTest
@QuarkusTestResource(RealServers.class)
class InventoryEndpointWalkTest extends EndpointWalk {

    @Override
    protected Map<String, String> parameters(Endpoint endpoint) {
        Map<String, String> parameters = new LinkedHashMap<>();
        if (endpoint.path().contains("{id}")) {
            parameters.put("id", endpoint.path().contains("/organizations/") ? "nowhere" : "nowhere:clu01");
        }
        if (endpoint.path().contains("{name}")) {
            parameters.put("name", "overview");
        }
        return parameters;
    }

    @Override
    protected void complete(Endpoint endpoint, RequestSpecification request) {
        if (endpoint.path().equals("/api/inventory/imports")) {
            request.contentType(ContentType.JSON)
                    .queryParam("site", "oslo")
                    .queryParam("dryRun", true)
                    .body(Documents.of("Walk", "CLU01", 1, 0).toString());
        } else {
            super.complete(endpoint, request);
        }
    }
}
