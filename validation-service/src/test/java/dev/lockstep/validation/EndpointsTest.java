package dev.lockstep.validation;

import dev.lockstep.service.testing.Endpoint;
import dev.lockstep.service.testing.EndpointWalk;
import dev.lockstep.service.testing.RealServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

@QuarkusTest
@QuarkusTestResource(RealServers.class)
class EndpointsTest extends EndpointWalk {

    @Override
    protected Map<String, String> parameters(Endpoint endpoint) {
        Map<String, String> known = Map.of(
                "cluster",
                "contoso:clu01",
                "organization",
                "contoso",
                "id",
                endpoint.path().contains("gates") || endpoint.path().contains("waivers")
                        ? "5f6f1c2e-0000-4000-8000-000000000000"
                        : "NODE-DC-01");
        return Pattern.compile("\\{(\\w+)}")
                .matcher(endpoint.path())
                .results()
                .map(parameter -> parameter.group(1))
                .collect(Collectors.toMap(Function.identity(), name -> known.getOrDefault(name, name)));
    }
}
