package dev.lockstep.audit;

import dev.lockstep.service.testing.Endpoint;
import dev.lockstep.service.testing.EndpointWalk;
import dev.lockstep.service.testing.RealServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.HashMap;
import java.util.Map;

@QuarkusTest
@QuarkusTestResource(RealServers.class)
@QuarkusTestResource(NewKeyFolder.class)
class AuditEndpointWalkTest extends EndpointWalk {

    private static final Map<String, String> VALUES = Map.of(
            "index", "0",
            "rollout", "6f9a7a52-3c0e-4c5a-9a35-0d8c1e6f2b11",
            "level", "0",
            "tile", "000",
            "bundle", "000",
            "size", "1",
            "place", "access-matrix.json",
            "name", "none",
            "hold", "6f9a7a52-3c0e-4c5a-9a35-0d8c1e6f2b11",
            "erasure", "6f9a7a52-3c0e-4c5a-9a35-0d8c1e6f2b11");

    @Override
    protected Map<String, String> parameters(Endpoint endpoint) {
        Map<String, String> parameters = new HashMap<>(VALUES);
        parameters.keySet().removeIf(name -> !endpoint.path().contains("{" + name + "}"));
        return parameters;
    }
}
