package dev.lockstep.siterunner.platform;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.lockstep.contracts.ContractJson;
import dev.lockstep.contracts.work.Heartbeat;
import dev.lockstep.contracts.work.LeaseRequest;
import dev.lockstep.contracts.work.RunnerTask;
import dev.lockstep.contracts.work.TaskOutput;
import dev.lockstep.contracts.work.TaskResult;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** The orchestration service as its runners see it. Every failure to reach it is an {@link IOException}. */
public final class Orchestration {
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final String TASKS = "/api/orchestration/runner/tasks/";
    private static final int UNAUTHENTICATED = 401;
    private static final Set<Integer> PASSING = Set.of(UNAUTHENTICATED, 408, 425, 429);

    private final HttpClient http;
    private final URI base;
    private final ServiceAccount account;

    public Orchestration(HttpClient http, URI base, ServiceAccount account) {
        this.http = http;
        this.base = base;
        this.account = account;
    }

    /** Asks for work; waits as long as the request says. */
    public Optional<RunnerTask> lease(LeaseRequest request) throws IOException, InterruptedException {
        HttpResponse<String> response = post("lease", request, PATIENCE.plus(request.patience()));
        return switch (response.statusCode()) {
            case 200 -> Optional.of(task(response.body()));
            case 204 -> Optional.empty();
            default -> throw unexpected(response);
        };
    }

    private static RunnerTask task(String body) throws IOException {
        try {
            return ContractJson.mapper().readValue(body, RunnerTask.class);
        } catch (JsonProcessingException e) {
            throw new IOException("the platform sent a task that this runner does not understand", e);
        }
    }

    public Answer heartbeat(UUID task, Heartbeat heartbeat) throws IOException, InterruptedException {
        return answer(post(task + "/heartbeat", heartbeat, PATIENCE));
    }

    public Answer output(UUID task, TaskOutput output) throws IOException, InterruptedException {
        return answer(post(task + "/output", output, PATIENCE));
    }

    public Answer result(UUID task, TaskResult result) throws IOException, InterruptedException {
        return answer(post(task + "/result", result, PATIENCE));
    }

    private static Answer answer(HttpResponse<String> response) throws IOException {
        int status = response.statusCode();
        if (status >= 200 && status < 300) {
            return new Answer.Accepted();
        }
        if (status >= 400 && status < 500 && !PASSING.contains(status)) {
            return new Answer.Refused(status, response.body());
        }
        throw unexpected(response);
    }

    private HttpResponse<String> post(String path, Object body, Duration patience)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(base.resolve(TASKS + path))
                .timeout(patience)
                .header("Authorization", "Bearer " + account.token())
                .header("Content-Type", "application/json")
                .header("Accept", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(
                        ContractJson.mapper().writeValueAsBytes(body)))
                .build();
        HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() == UNAUTHENTICATED) {
            account.forget();
        }
        return response;
    }

    private static IOException unexpected(HttpResponse<String> response) {
        String body = response.body();
        return new IOException("the platform answered with status " + response.statusCode()
                + (body.isEmpty() ? "" : ": " + body.substring(0, Math.min(300, body.length()))));
    }
}
