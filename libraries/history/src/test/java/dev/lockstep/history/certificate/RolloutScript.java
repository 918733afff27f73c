package dev.lockstep.history.certificate;

import dev.lockstep.contracts.Authority;
import dev.lockstep.contracts.ClusterId;
import dev.lockstep.contracts.InventoryVersions;
import dev.lockstep.contracts.PublishedEvent;
import dev.lockstep.contracts.Scenario;
import dev.lockstep.contracts.Stage;
import dev.lockstep.contracts.orchestration.Approval;
import dev.lockstep.contracts.orchestration.ApprovalEvent;
import dev.lockstep.contracts.orchestration.ApprovalNeed;
import dev.lockstep.contracts.orchestration.DeputyEvent;
import dev.lockstep.contracts.orchestration.FailureClass;
import dev.lockstep.contracts.orchestration.LockGrant;
import dev.lockstep.contracts.orchestration.Mandate;
import dev.lockstep.contracts.orchestration.MarkDoneEvent;
import dev.lockstep.contracts.orchestration.OverrideEvent;
import dev.lockstep.contracts.orchestration.PauseEvent;
import dev.lockstep.contracts.orchestration.Repeatability;
import dev.lockstep.contracts.orchestration.RolloutEvent;
import dev.lockstep.contracts.orchestration.RolloutStep;
import dev.lockstep.contracts.validation.ValidationEvent;
import dev.lockstep.contracts.work.Attestation;
import dev.lockstep.contracts.work.AttestedFile;
import dev.lockstep.contracts.work.Work;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.IntStream;

/** Writes the entries of one cluster, one after the other, a second apart. */
public final class RolloutScript {

    public static final ClusterId CLUSTER = new ClusterId("contoso:clu01");
    public static final Instant START = Instant.parse("2026-03-01T08:00:00Z");
    public static final Authority COORDINATOR = authority("carla", "coordinator");
    public static final Authority APPROVER = authority("arne", "approver");
    public static final Authority OPERATOR = authority("olga", "operator");

    private static final UUID ARRANGEMENT = new UUID(6, 1);

    private final List<PublishedEvent> published = new ArrayList<>();
    private long token;
    private long gates;

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

    /** What happened to rollouts, in order; what validation answered has its places between. */
    public List<HistoryEntry> entries() {
        return IntStream.range(0, published.size())
                .filter(index -> published.get(index) instanceof RolloutEvent)
                .mapToObj(index -> new HistoryEntry(index, (RolloutEvent) published.get(index)))
                .toList();
    }

    /** Everything that happened, in order. */
    public List<PublishedEvent> published() {
        return List.copyOf(published);
    }

    private Instant now() {
        return START.plusSeconds(published.size());
    }

    public RolloutScript add(PublishedEvent event) {
        published.add(event);
        return this;
    }

    public RolloutScript requested(UUID rollout, String... steps) {
        return requestedOf("hash", rollout, steps);
    }

    /** A request of the plan of another hash. */
    public RolloutScript requestedOf(String planHash, UUID rollout, String... steps) {
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
                CLUSTER, rollout, "oslo", planHash, Scenario.NEW, "6944.4", null, planned, COORDINATOR, now()));
    }

    public RolloutScript approved(UUID rollout) {
        return add(new ApprovalEvent.RolloutApproved(
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

    public RolloutScript attested(UUID rollout, String step, Authority by) {
        return add(new RolloutEvent.WorkAttested(
                CLUSTER, rollout, step, new Attestation(1, Attestation.Outcome.NOT_DONE, "seen"), by, now()));
    }

    /** Somebody did the work and named a file that the platform held. */
    public RolloutScript attestedWith(UUID rollout, String step, Authority by, AttestedFile file) {
        return add(new RolloutEvent.WorkAttested(
                CLUSTER,
                rollout,
                step,
                new Attestation(1, Attestation.Outcome.DONE, "seen", List.of(file)),
                by,
                now()));
    }

    /** One said that a held step counts as done, and the other agreed. */
    public RolloutScript marked(UUID rollout, String step, Authority by, Authority second) {
        UUID proposal = new UUID(5, 1);
        return add(new MarkDoneEvent.MarkDoneProposed(CLUSTER, rollout, step, 1, proposal, "locked", "log", by, now()))
                .add(new MarkDoneEvent.StepMarkedDone(
                        CLUSTER, rollout, step, 1, proposal, "locked", "log", by, now(), "agreed", second, now()));
    }

    /** Somebody had a held step taken back, and a look showed it. */
    public RolloutScript undone(UUID rollout, String step) {
        return add(new RolloutEvent.HoldDecided(
                        CLUSTER, rollout, step, RolloutEvent.Decision.UNDO, "wrong", OPERATOR, now()))
                .add(new RolloutEvent.StepUndone(
                        CLUSTER, rollout, step, 1, "wrong", OPERATOR, new InventoryVersions(1, 1), now()))
                .released(rollout, step);
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

    /** A step as it goes: begun, gate asked, answered and passed, then carried out. */
    public RolloutScript gatedStep(UUID rollout, String step) {
        return begun(rollout, step)
                .gate(rollout, step, true)
                .passed(rollout, step)
                .step(rollout, step);
    }

    public RolloutScript begun(UUID rollout, String step) {
        return add(new RolloutEvent.StepBegun(CLUSTER, rollout, step, 1, now()));
    }

    /** A new gate that is answered at once. */
    public RolloutScript gate(UUID rollout, String step, boolean open) {
        return asked(rollout, step).answered(rollout, step, open, new InventoryVersions(1, 1));
    }

    public RolloutScript asked(UUID rollout, String step) {
        gates++;
        return add(new RolloutEvent.GateRequested(
                CLUSTER,
                rollout,
                step,
                gateId(),
                Scenario.NEW,
                List.of(Stage.PLAN),
                null,
                null,
                "6944.4",
                new InventoryVersions(1, 1),
                now()));
    }

    private UUID gateId() {
        return new UUID(7, gates);
    }

    public RolloutScript answered(UUID rollout, String step, boolean open, InventoryVersions versions) {
        return add(new ValidationEvent.GateAnswered(
                CLUSTER, gateId(), rollout, step, versions, "1", "c".repeat(64), now(), open, List.of()));
    }

    public RolloutScript passed(UUID rollout, String step) {
        return add(new RolloutEvent.GatePassed(CLUSTER, rollout, step, gateId(), new InventoryVersions(1, 1)));
    }

    public RolloutScript approvedBy(UUID rollout, Authority approver, String planHash, Duration validity) {
        return add(new ApprovalEvent.RolloutApproved(
                CLUSTER, rollout, new Approval(planHash, approver, now(), now().plus(validity), "go")));
    }

    public RolloutScript needing(UUID rollout, String part, int approvers, List<String> delegations, String... steps) {
        return add(new ApprovalEvent.ApprovalsRequired(
                CLUSTER,
                rollout,
                List.of(new ApprovalNeed(
                        part,
                        ApprovalNeed.Extent.STAGE,
                        List.of(steps),
                        "c".repeat(64),
                        approvers,
                        Duration.ofHours(1),
                        new TreeSet<>(delegations)))));
    }

    public RolloutScript partApprovedBy(UUID rollout, Authority approver, String part) {
        return add(new ApprovalEvent.PartsApproved(
                CLUSTER, rollout, List.of(part), new Approval("hash", approver, now(), now().plusSeconds(3600), "go")));
    }

    /** Somebody appointed a deputy for an hour, and a second one agreed. */
    public RolloutScript arranged(Authority lender, String deputy, Authority second) {
        return add(new DeputyEvent.DeputyAppointed(
                        CLUSTER.organization(),
                        ARRANGEMENT,
                        null,
                        deputy,
                        lender.delegations(),
                        now(),
                        now().plusSeconds(3600),
                        "away",
                        lender,
                        now()))
                .add(new DeputyEvent.DeputyAgreed(CLUSTER.organization(), ARRANGEMENT, "", second, now()));
    }

    /** It ended early. */
    public RolloutScript arrangementEnded(Authority by) {
        return add(new DeputyEvent.DeputyEnded(CLUSTER.organization(), ARRANGEMENT, "back", by, now()));
    }

    /** What was arranged and agreed to so far. */
    public Mandate mandate() {
        DeputyEvent.DeputyAppointed appointed = first(DeputyEvent.DeputyAppointed.class);
        DeputyEvent.DeputyAgreed agreed = first(DeputyEvent.DeputyAgreed.class);
        return new Mandate(
                ARRANGEMENT,
                appointed.appointedBy(),
                appointed.delegations(),
                agreed.agreedBy(),
                agreed.agreedAt(),
                appointed.from(),
                appointed.until());
    }

    private <E extends DeputyEvent> E first(Class<E> type) {
        return published.stream()
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst()
                .orElseThrow();
    }

    /** A deputy approved a part, and says under what. */
    public RolloutScript approvedAsDeputy(UUID rollout, Authority deputy, String part, Mandate mandate) {
        return add(new ApprovalEvent.ApprovedAsDeputy(
                CLUSTER,
                rollout,
                List.of(part),
                new Approval("hash", deputy, now(), now().plusSeconds(7200), "go"),
                mandate));
    }

    /** One wanted a step to go on without approval, and the other agreed. */
    public RolloutScript overridden(UUID rollout, String step, Authority by, Authority second, Duration validity) {
        UUID proposal = new UUID(5, 2);
        return add(new OverrideEvent.OverrideProposed(CLUSTER, rollout, step, proposal, "fire", by, now()))
                .add(new OverrideEvent.ApprovalOverridden(
                        CLUSTER,
                        rollout,
                        step,
                        proposal,
                        "fire",
                        by,
                        now(),
                        "agreed",
                        second,
                        now(),
                        now().plus(validity),
                        List.of("nobody has approved this rollout")));
    }

    /** The part's approvals stopped counting. */
    public RolloutScript lapsed(UUID rollout, String step, String part) {
        return add(new ApprovalEvent.ApprovalsLapsed(
                CLUSTER, rollout, step, List.of(part), List.of("closed for long"), now()));
    }

    /** An approval of the origin counts here too, or is said to. */
    public RolloutScript carriedOver(UUID rollout, UUID origin, String part, Approval approval) {
        return add(new ApprovalEvent.ApprovalCarriedOver(CLUSTER, rollout, origin, List.of(part), approval, now()));
    }

    /** The approval that was given last. */
    public Approval lastApproval() {
        return published.reversed().stream()
                .filter(ApprovalEvent.PartsApproved.class::isInstance)
                .map(event -> ((ApprovalEvent.PartsApproved) event).approval())
                .findFirst()
                .orElseThrow();
    }

    /** A gate of an approval, answered and relied on. */
    public RolloutScript approvalGate(UUID rollout, boolean open) {
        gates++;
        InventoryVersions versions = new InventoryVersions(1, 1);
        return add(new ApprovalEvent.ApprovalGateRequested(
                        CLUSTER, rollout, gateId(), Scenario.NEW, List.of(Stage.PLAN), null, "6944.4", versions, now()))
                .answered(rollout, ApprovalEvent.ApprovalGateRequested.STEP, open, versions)
                .add(new ApprovalEvent.ApprovalGatePassed(CLUSTER, rollout, gateId(), versions, now()));
    }

    public RolloutScript withdrawn(UUID rollout, Authority approver) {
        return add(new ApprovalEvent.ApprovalWithdrawn(CLUSTER, rollout, approver, now(), "seen more"));
    }

    public RolloutScript started(UUID rollout) {
        return add(new RolloutEvent.RolloutStarted(CLUSTER, rollout, OPERATOR, now()));
    }

    public RolloutScript finished(UUID rollout) {
        return add(new RolloutEvent.RolloutCompleted(CLUSTER, rollout, now()));
    }

    public RolloutScript paused(UUID rollout) {
        return add(new PauseEvent.RolloutPaused(CLUSTER, rollout, "a storm", OPERATOR, now()));
    }

    /** A task was made; a command unless it is a look. */
    public RolloutScript ordered(UUID rollout, String step, UUID task, RolloutEvent.Purpose purpose) {
        return add(new RolloutEvent.TaskCreated(
                CLUSTER,
                rollout,
                step,
                1,
                task,
                purpose,
                1,
                "oslo",
                new Work.Execute(List.of("x")),
                Duration.ofMinutes(1),
                now(),
                now()));
    }

    /** A runner took it. */
    public RolloutScript taken(UUID rollout, String step, UUID task) {
        return add(new RolloutEvent.TaskGranted(CLUSTER, rollout, step, task, "runner", published.size(), now()));
    }

    public RolloutScript resumed(UUID rollout) {
        return add(new PauseEvent.RolloutResumed(CLUSTER, rollout, "it is over", COORDINATOR, now()));
    }

    public RolloutScript aborted(UUID rollout) {
        return add(new RolloutEvent.RolloutAborted(CLUSTER, rollout, "changed our minds", OPERATOR, now()));
    }
}
