package dev.lockstep.systemtests;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The person who does what the lab's operator leaves to people: what no program of the lab stands for is recorded in the inventory and
 * attested, as the instructions ask.
 */
final class Colleague implements AutoCloseable {

    private static final String REASON = "Done as the instructions say.";

    private final Scene scene;
    private final Thread thread = Thread.ofPlatform().daemon().name("colleague").unstarted(this::work);
    private final CountDownLatch goesHome = new CountDownLatch(1);
    private final Set<String> done = new HashSet<>();
    private volatile Optional<Throwable> failure = Optional.empty();

    Colleague(Scene scene) {
        this.scene = scene;
    }

    Colleague start() {
        thread.start();
        return this;
    }

    private void work() {
        try {
            do {
                for (JsonNode each :
                        scene.items("orchestration", "/api/orchestration/attended-work?limit=100", "operator")) {
                    if (!done.contains(attempt(each)) && carriedOut(each)) {
                        scene.json(
                                "attest",
                                each.path("rollout").asText(),
                                each.path("step").asText(),
                                "--evidence",
                                REASON,
                                "--as",
                                "operator");
                        done.add(attempt(each));
                    }
                }
            } while (!goesHome.await(1, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException | AssertionError e) {
            failure = Optional.of(e);
        }
    }

    private static String attempt(JsonNode work) {
        return "%s %s %s"
                .formatted(
                        work.path("rollout").asText(),
                        work.path("step").asText(),
                        work.path("attempt").asText());
    }

    private boolean carriedOut(JsonNode work) throws IOException, InterruptedException {
        JsonNode parameters = work.path("parameters");
        switch (work.path("action").asText()) {
            case "SET_UP_CONNECTOR" -> recorded("contoso", "/adcServers", """
                        [{"name": "ADC1", "product": "EXCHANGE_2003", "replicating": true}]""");
            case "INSTALL_STANDALONE_SERVER" ->
                recorded("contoso", "/sites55/%s/servers".formatted(text(parameters, "site")), """
                        [{"name": "EX55P", "product": "EXCHANGE_55", "sp": 4, "clustered": true},
                         {"name": "EX03P", "product": "EXCHANGE_2003", "clustered": false}]""");
            case "DEPLOY_NEW_CLUSTER" -> {
                return isDeployed();
            }
            case "MOVE_MAILBOXES" ->
                recorded("contoso", "/servers/%s/mailboxesLeft".formatted(text(parameters, "server")), "0");
            case "SWITCH_TO_NATIVE_MODE" -> recorded("contoso", "/mode", "NATIVE");
            default -> {
                return false;
            }
        }
        return true;
    }

    /** Whether the rollout of the new cluster, to which the mailboxes go, is complete. */
    private boolean isDeployed() {
        for (JsonNode row : scene.items("orchestration", "/api/orchestration/rollouts?limit=100", "operator")) {
            if (row.path("cluster").asText().equals("contoso:clu06")) {
                return row.path("status").asText().equals("COMPLETED");
            }
        }
        return false;
    }

    private static String text(JsonNode parameters, String name) {
        return parameters.path(name).asText();
    }

    private void recorded(String document, String path, String value) {
        scene.json("set-fact", document, path, value, "--reason", REASON, "--as", "inventory-editor");
    }

    @Override
    public void close() {
        goesHome.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        failure.ifPresent(e -> {
            throw new AssertionError("The colleague gave up.", e);
        });
    }
}
