package dev.lockstep.benchmarks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.contracts.ContractJson;
import dev.lockstep.contracts.inventory.DocumentKind;
import dev.lockstep.contracts.inventory.FactPath;
import dev.lockstep.contracts.inventory.ObservedFact;
import dev.lockstep.contracts.work.Heartbeat;
import dev.lockstep.contracts.work.LeaseRequest;
import dev.lockstep.contracts.work.RunnerTask;
import dev.lockstep.contracts.work.TaskOutcome;
import dev.lockstep.contracts.work.TaskResult;
import dev.lockstep.contracts.work.Work;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A site runner as the platform sees it, with leases, confirmed grants and results, whose commands take no time: what is measured is the
 * platform. It finds every node up, with the groups that its document says.
 */
final class InstantRunner {

    private static final String TASKS = "/api/orchestration/runner/tasks/";
    private static final List<String> SHORT_LIVED = List.of("nodeState", "ownedGroups");
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Duration TOKEN_AGE = Duration.ofMinutes(1);

    private final BuiltPlatform platform;
    private final List<ObservedFact> seen;
    private final List<Thread> workers = new ArrayList<>();
    private volatile boolean stopping;

    /**
     * Starts it.
     *
     * @param document what each cluster is like
     * @param workers tasks at a time
     */
    InstantRunner(BuiltPlatform platform, JsonNode document, int workers) {
        this.platform = platform;
        this.seen = document.at("/cluster/nodes")
                .valueStream()
                .flatMap(node -> SHORT_LIVED.stream()
                        .map(member -> new ObservedFact(
                                DocumentKind.CLUSTER,
                                FactPath.of("nodes", node.path("name").asText(), member),
                                node.path(member),
                                "cluster /status")))
                .toList();
        for (int i = 0; i < workers; i++) {
            this.workers.add(Thread.ofVirtual().start(this::work));
        }
    }

    private void work() {
        String token = "";
        Instant issued = Instant.EPOCH;
        while (!stopping) {
            try {
                if (issued.plus(TOKEN_AGE).isBefore(Instant.now())) {
                    token = platform.runnerToken();
                    issued = Instant.now();
                }
                HttpResponse<String> leased =
                        post("lease", token, new LeaseRequest("bench", "demo", PATIENCE, UUID.randomUUID()));
                if (leased.statusCode() == 200) {
                    perform(ContractJson.mapper().readValue(leased.body(), RunnerTask.class), token);
                }
            } catch (IOException e) {
                issued = Instant.EPOCH;
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void perform(RunnerTask task, String token) throws IOException, InterruptedException {
        Instant now = Instant.now();
        if (task.work() instanceof Work.Execute) {
            post(task.id() + "/heartbeat", token, new Heartbeat(task.fencingToken(), false));
        }
        post(
                task.id() + "/result",
                token,
                switch (task.work()) {
                    case Work.Execute _ -> result(task, 0, List.of(), now);
                    case Work.Observe _ -> result(task, null, seen, now);
                });
    }

    private static TaskResult result(
            RunnerTask task, @Nullable Integer exitCode, List<ObservedFact> facts, Instant now) {
        return new TaskResult(task.fencingToken(), TaskOutcome.FINISHED, exitCode, facts, List.of(), null, now, now);
    }

    private HttpResponse<String> post(String path, String token, Object body) throws IOException, InterruptedException {
        return platform.send(HttpRequest.newBuilder(uri(path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(bytes(body)))
                .build());
    }

    private URI uri(String path) {
        return platform.url("orchestration").resolve(TASKS + path);
    }

    private static byte[] bytes(Object body) {
        try {
            return ContractJson.mapper().writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Ends its work when it has reported what it has in hand. */
    void stop() throws InterruptedException {
        stopping = true;
        for (Thread worker : workers) {
            worker.join();
        }
    }
}
