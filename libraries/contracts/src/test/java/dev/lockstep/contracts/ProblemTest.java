package dev.lockstep.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProblemTest {

    @Test
    void extensionsStandBesideTheOtherMembers() throws JsonProcessingException {
        Problem problem = Problem.of("forbidden", "Not permitted", 403, "This needs the role 'approver'.")
                .with("reason", "role-missing")
                .with("anyOf", List.of("approver"))
                .at("/api/orchestration/rollouts");

        String json = ContractJson.mapper().writeValueAsString(problem);

        assertThat(json).isEqualTo("""
                {"type":"urn:lockstep:problem:forbidden","title":"Not permitted","status":403,\
                "detail":"This needs the role 'approver'.","instance":"/api/orchestration/rollouts",\
                "reason":"role-missing","anyOf":["approver"]}""");
        assertThat(ContractJson.mapper().readValue(json, Problem.class)).isEqualTo(problem);
    }

    @Test
    void aProblemWithoutExtensionsIsRead() throws JsonProcessingException {
        Problem problem = Problem.of("not-found", "Not found", 404, "There is no cluster 'contoso:clu09'.");

        assertThat(ContractJson.mapper().readValue(ContractJson.mapper().writeValueAsString(problem), Problem.class))
                .isEqualTo(problem);
    }
}
