package dev.lockstep.history.certificate;

import dev.lockstep.contracts.Authority;
import dev.lockstep.contracts.ClusterId;
import dev.lockstep.contracts.InventoryVersions;
import dev.lockstep.contracts.Scenario;
import dev.lockstep.contracts.orchestration.Approval;
import dev.lockstep.contracts.orchestration.FailureClass;
import dev.lockstep.contracts.orchestration.LockGrant;
import dev.lockstep.contracts.orchestration.Repeatability;
import dev.lockstep.contracts.orchestration.RolloutEvent;
import dev.lockstep.contracts.orchestration.RolloutStep;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;

/** Writes the entries of one cluster, one after the other, a second apart. */
public final class RolloutScript {

    public static final ClusterId CLUSTER = new ClusterId("contoso:clu01");
    public static final Instant START = Instant.parse("2026-03-01T08:00:00Z");
    public static final Authority COORDINATOR = authority("carla", "coordinator");
    public static final Authority APPROVER = authority("arne", "approver");
    public static final Authority OPERATOR = authority("olga", "operator");

    private final List<HistoryEntry> entries = new ArrayList<>();
    private long token;

    public static Authority authority(String name, String role) {
        return new Authority(
                name,
                name,
                Collections.unmodifiableSortedSet(new TreeSet<>(List.of(role))),
                Collections.unmodifiableSortedSet(new TreeSet<>(List.of("site:oslo"))),
                Collections.unmodifiableSortedSet(
                        new TreeSet<>(List.of("EXCHANGE_FULL_ADMINISTRATOR@organization:contoso"))),
                "token-of-" + name,
                null);
    }

    public List<HistoryEntry> entries() {
        return entries;
    }

    private Instant now() {
        return START.plusSeconds(entries.size());
    }

    public RolloutScript add(RolloutEvent event) {
        entries.add(new HistoryEntry(entries.size(), event));
        return this;
    }

    public RolloutScript requested(UUID rollout, String... steps) {
        List<RolloutStep> planned = new ArrayList<>();
        for (String step : steps) {
            planned.add(new RolloutStep(
                    step,
                    "Step " + step,
                    RolloutEvent.Actor.RUNNER,
                    true,
                    FailureClass.HOLD,
                    Repeatability.IDEMPOTENT,
                    1,
                    Duration.ofMinutes(5),
                    Duration.ofMinutes(5),
                    List.of("cluster " + CLUSTER)));
        }
        return add(new RolloutEvent.RolloutRequested(
                CLUSTER, rollout, "oslo", "hash", Scenario.NEW, "6944.4", null, planned, COORDINATOR, now()));
    }

    public RolloutScript approved(UUID rollout) {
        return add(new RolloutEvent.RolloutApproved(
                CLUSTER, rollout, new Approval("hash", APPROVER, now(), now().plusSeconds(3600), "go")));
    }

    public RolloutScript granted(UUID rollout, String step) {
        token++;
        return granted(rollout, step, token);
    }

    public RolloutScript granted(UUID rollout, String step, long fencingToken) {
        return add(new RolloutEvent.LocksGranted(
                CLUSTER, rollout, step, 1, List.of(new LockGrant("cluster " + CLUSTER, fencingToken)), now()));
    }

    public RolloutScript executing(UUID rollout, String step) {
        return add(new RolloutEvent.StepExecutionStarted(
                CLUSTER, rollout, step, 1, RolloutEvent.Actor.RUNNER, "arne", now()));
    }

    public RolloutScript completed(UUID rollout, String step) {
        return add(new RolloutEvent.StepCompleted(CLUSTER, rollout, step, 1, new InventoryVersions(1, 1), now()));
    }

    public RolloutScript held(UUID rollout, String step, boolean outcomeUnknown) {
        return add(new RolloutEvent.StepHeld(CLUSTER, rollout, step, 1, "no answer", outcomeUnknown, now()));
    }

    public RolloutScript released(UUID rollout, String step) {
        return add(new RolloutEvent.LocksReleased(CLUSTER, rollout, step, List.of(), now()));
    }

    public RolloutScript step(UUID rollout, String step) {
        return granted(rollout, step)
                .executing(rollout, step)
                .completed(rollout, step)
                .released(rollout, step);
    }

    public RolloutScript started(UUID rollout) {
        return add(new RolloutEvent.RolloutStarted(CLUSTER, rollout, OPERATOR, now()));
    }

    public RolloutScript finished(UUID rollout) {
        return add(new RolloutEvent.RolloutCompleted(CLUSTER, rollout, now()));
    }

    public RolloutScript aborted(UUID rollout) {
        return add(new RolloutEvent.RolloutAborted(CLUSTER, rollout, "changed our minds", OPERATOR, now()));
    }
}
