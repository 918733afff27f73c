package dev.lockstep.orchestration.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockstep.contracts.ClusterId;
import dev.lockstep.contracts.orchestration.RolloutEvent.LocksGranted;
import dev.lockstep.contracts.orchestration.RolloutEvent.LocksReleased;
import dev.lockstep.contracts.work.RunnerTask;
import dev.lockstep.service.testing.RealServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Two clusters of one organization, each of which would be its first: both rollouts want the organization's lock. */
@QuarkusTest
@QuarkusTestResource(RealServers.class)
class FirstInOrganizationTest extends PlayedClusters {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final String organization = "org" + UUID.randomUUID().toString().substring(0, 8);
    private final List<PlayedSite> sites = List.of(
            new PlayedSite(new ClusterId(organization + ":clu01")),
            new PlayedSite(new ClusterId(organization + ":clu02")));

    @Override
    List<PlayedSite> sites() {
        return sites;
    }

    @Test
    void onlyOneGoesOnTheOtherWaitsAndSaysWhyThenBothFinish() {
        List<String> ids = sites.stream()
                .map(site -> site.started(site.keep(SmallPlan.ofFirstInOrganization(site.cluster), plans, inventory)))
                .toList();
        List<RunnerTask> commands = new ArrayList<>();
        await().atMost(PATIENCE).until(() -> {
            sites.forEach(site -> site.lookOrTakeCommand().ifPresent(commands::add));
            return !commands.isEmpty();
        });
        assertThat(commands).hasSize(1);
        int first = ids.indexOf(commands.getFirst().rollout().toString());
        String firstId = ids.get(first);
        String secondId = ids.get(1 - first);
        PlayedSite second = sites.get(1 - first);

        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(second.lookOrTakeCommand()).isEmpty();
            assertThat(waitingFor(secondId))
                    .isEqualTo("the lock 'organization %s' is held by rollout %s".formatted(organization, firstId));
        });
        finish(sites.get(first), firstId, commands.getFirst());
        RunnerTask[] late = new RunnerTask[1];
        await().atMost(PATIENCE).until(() -> {
            second.lookOrTakeCommand().ifPresent(command -> late[0] = command);
            return late[0] != null;
        });
        finish(second, secondId, late[0]);

        assertThat(times(secondId, LocksGranted.class, LocksGranted::at).getFirst())
                .isAfterOrEqualTo(
                        times(firstId, LocksReleased.class, LocksReleased::at).getFirst());
    }

    private static String waitingFor(String id) {
        return Api.get(Api.COORDINATOR, "/rollouts/" + id).path("waitingFor");
    }

    private static void finish(PlayedSite site, String id, RunnerTask command) {
        site.execute(command);
        site.look(id, SmallPlan.START);
        site.look(id, SmallPlan.SETUP);
        Api.awaitStatus(id, SmallPlan.SETUP, "EXECUTING");
        site.installed = true;
        Api.attest(id, SmallPlan.SETUP, "DONE", "log");
        site.look(id, SmallPlan.SETUP);
        site.look(id, SmallPlan.NOT_NEEDED);
        Api.awaitStatus(id, "COMPLETED");
    }

    private <T> List<Instant> times(String id, Class<T> kind, Function<T, Instant> time) {
        return History.of(id, rollouts).stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .map(time)
                .toList();
    }
}
