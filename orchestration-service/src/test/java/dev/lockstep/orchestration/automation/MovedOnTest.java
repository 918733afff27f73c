package dev.lockstep.orchestration.automation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.contracts.Authority;
import dev.lockstep.contracts.ClusterId;
import dev.lockstep.contracts.InventoryVersions;
import dev.lockstep.contracts.Scenario;
import dev.lockstep.contracts.orchestration.FailureClass;
import dev.lockstep.contracts.orchestration.Repeatability;
import dev.lockstep.contracts.orchestration.RolloutEvent.RolloutRequested;
import dev.lockstep.contracts.orchestration.RolloutStep;
import dev.lockstep.eventsourcing.CommandMetadata;
import dev.lockstep.eventsourcing.Snapshots.Snapshot;
import dev.lockstep.orchestration.rollout.RefusedException;
import dev.lockstep.orchestration.rollout.Rollout;
import dev.lockstep.orchestration.rollout.RolloutCommand;
import dev.lockstep.orchestration.rollout.Rollouts;
import dev.lockstep.service.testing.RealServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A process that found a move, stood still, and wakes up when another process has gone on with the rollout. */
@QuarkusTest
@QuarkusTestResource(RealServers.class)
class MovedOnTest {

    private static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");

    private final UUID rollout = UUID.randomUUID();
    private final ClusterId cluster =
            new ClusterId("moved-on:" + rollout.toString().substring(0, 8));

    @Inject
    Automation automation;

    @Inject
    Rollouts rollouts;

    @BeforeEach
    void asked() {
        RolloutStep check = new RolloutStep(
                "check",
                "check",
                null,
                false,
                FailureClass.FIX,
                Repeatability.IDEMPOTENT,
                1,
                Duration.ofMinutes(1),
                Duration.ofSeconds(30),
                List.of());
        Authority by =
                new Authority("planner", "planner", new TreeSet<>(), new TreeSet<>(), new TreeSet<>(), null, null);
        give(new RolloutCommand.Request(
                new RolloutRequested(
                        cluster, rollout, "moved-on", "plan", Scenario.NEW, "6.5.6944", null, List.of(check), by, NOW),
                List.of(),
                null));
    }

    @Test
    void aMoveIsMadeForTheStateThatItWasFoundForAndForNoOther() {
        Snapshot<Rollout> seen = rollouts.latest(rollout);
        NextMove found = new NextMove.Give(gate());
        give(gate());

        assertThatThrownBy(() -> automation.move(rollout, seen, found))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.refusal().type()).isEqualTo("moved-on"));
        assertThat(rollouts.latest(rollout).version()).isEqualTo(seen.version() + 1);

        automation.move(rollout, rollouts.latest(rollout), found);
        assertThat(rollouts.latest(rollout).version()).isEqualTo(seen.version() + 2);
    }

    private void give(RolloutCommand command) {
        rollouts.handle(rollout, command, CommandMetadata.first(UUID.randomUUID(), "test", cluster.value(), NOW));
    }

    /** A command that no state of a rollout that was asked for refuses. */
    private static RolloutCommand gate() {
        return new RolloutCommand.AskApprovalGate(UUID.randomUUID(), new InventoryVersions(1, 1), true, NOW);
    }
}
