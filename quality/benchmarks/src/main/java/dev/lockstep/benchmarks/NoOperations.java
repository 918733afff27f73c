package dev.lockstep.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A procedure whose steps do nothing: each is looked at, gated, locked, leased, executed, looked at again and verified. */
final class NoOperations {

    private NoOperations() {}

    /** Writes it as a folder of procedures. */
    static Path write(Path folder, int steps) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("probes.yaml"), """
                probes:
                  cluster-nodes:
                    parser: cluster-node-listing
                    argv: [cluster, "/cluster:${cluster}", node, /status]
                  cluster-groups:
                    parser: cluster-group-listing
                    argv: [cluster, "/cluster:${cluster}", group, /status]
                sets: {}
                """);
        StringBuilder procedure = new StringBuilder("""
                id: no-operations
                version: 1.0.0
                scenario: NEW
                title: Steps that do nothing
                blocks:
                  - steps:
                """);
        for (int step = 1; step <= steps; step++) {
            procedure.append("""
                          - id: turn-%1$d
                            title: Do nothing, %1$d
                            stage: CLUS
                            requires: [CLUS]
                            action: NO_OPERATION
                            actor: automatic
                            locks: [cluster]
                            command: [nothing, "/cluster:${cluster}", "%1$d"]
                            observe: [cluster-nodes, cluster-groups]
                            verify: 'cluster.nodes.all(n, n.nodeState == "UP")'
                            onFailure: RETRY
                            repeatability: IDEMPOTENT
                            reversibility: {kind: REVERSIBLE, undo: nothing}
                            effects: []
                    """.formatted(step));
        }
        Files.writeString(folder.resolve("no-operations.yaml"), procedure);
        return folder;
    }
}
