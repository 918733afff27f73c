package dev.lockstep.procedures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Procedures of a folder take the place of those that come with Lockstep. */
class ProcedureFolderTest {

    private static final String STEP = """
            - id: %s
              title: Look at ${cluster}
              stage: CLUS
              requires: [CLUS]
              action: LOOK
              observe: [nodes]
              verify: 'cluster.nodes.size() > 0'
              onFailure: FIX
            """;

    @TempDir
    Path folder;

    @BeforeEach
    void write() throws IOException {
        Files.createDirectories(folder.resolve("parts"));
        Files.writeString(folder.resolve("probes.yaml"), """
                probes:
                  nodes: {parser: cluster-node-listing, argv: [cluster, "/cluster:${cluster}", node, /status]}
                sets: {}
                """);
        Files.writeString(folder.resolve("parts/second.yaml"), STEP.formatted("second"));
        Files.writeString(folder.resolve("ours.yaml"), """
                id: ours
                version: 2.0.0
                scenario: NEW
                title: Two looks
                blocks:
                  - steps:
                %s      - part: second
                """.formatted(
                        STEP.formatted("first").indent(6)));
    }

    @Test
    void plansAreMadeOfThemAlone() {
        Plan plan = Documents.plan(new Planner(ProcedureLibrary.read(folder), new Conditions()), Documents.demo());

        assertThat(plan.procedure()).isEqualTo("ours");
        assertThat(plan.steps()).extracting(PlanStep::id).containsExactly("first", "second");
    }

    @Test
    void whatIsMissingOrCannotBeReadIsNamed() throws IOException {
        Files.delete(folder.resolve("parts/second.yaml"));
        assertThatThrownBy(() -> ProcedureLibrary.read(folder)).hasMessageContaining("parts/second.yaml is missing.");
        Files.writeString(folder.resolve("parts/second.yaml"), "[");
        assertThatThrownBy(() -> ProcedureLibrary.read(folder)).hasMessageContaining("parts/second.yaml");
        assertThatThrownBy(() -> ProcedureLibrary.read(folder.resolve("nowhere")))
                .hasMessageContaining("nowhere cannot be read");
    }
}
