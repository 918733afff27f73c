package dev.lockstep.orchestration.rollout;

import dev.lockstep.contracts.Authority;
import dev.lockstep.contracts.ClusterId;
import dev.lockstep.contracts.InventoryVersions;
import dev.lockstep.contracts.Scenario;
import dev.lockstep.contracts.Stage;
import dev.lockstep.contracts.orchestration.Approval;
import dev.lockstep.contracts.orchestration.ApprovalNeed;
import dev.lockstep.contracts.orchestration.ApprovalNeed.Extent;
import dev.lockstep.contracts.orchestration.ClusterStateLeft;
import dev.lockstep.contracts.orchestration.FailureClass;
import dev.lockstep.contracts.orchestration.LockGrant;
import dev.lockstep.contracts.orchestration.MarkDoneEvent.MarkDoneProposed;
import dev.lockstep.contracts.orchestration.OverrideEvent.OverrideProposed;
import dev.lockstep.contracts.orchestration.Repeatability;
import dev.lockstep.contracts.orchestration.RolloutEvent.Actor;
import dev.lockstep.contracts.orchestration.RolloutEvent.Decision;
import dev.lockstep.contracts.orchestration.RolloutEvent.RolloutRequested;
import dev.lockstep.contracts.orchestration.RolloutStep;
import dev.lockstep.contracts.work.Attestation;
import dev.lockstep.contracts.work.TaskOutcome;
import dev.lockstep.contracts.work.Work;
import dev.lockstep.orchestration.approval.Approvals.Gate;
import dev.lockstep.orchestration.rollout.Rollout.CurrentStep;
import dev.lockstep.orchestration.rollout.RolloutCommand.TaskOrder;
import dev.lockstep.procedures.PlanStep.Reversibility;
import dev.lockstep.procedures.PlanStep.Reversibility.Undo;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Commands in any order whatever: sensible ones, late ones, repeated ones and ones that nobody should ever give. */
final class RandomCommands {

    static final ClusterId CLUSTER = new ClusterId("contoso:clu01");
    static final UUID ROLLOUT = new UUID(0, 1);
    static final String PLAN = "plan";

    private static final List<TaskOutcome> OUTCOMES = List.of(TaskOutcome.values());
    private static final List<Decision> DECISIONS =
            List.of(Decision.RETRY, Decision.VERIFY_AGAIN, Decision.UNDO, Decision.UNDO);
    static final Reversibility BY_COMMAND = new Reversibility(
            Reversibility.Kind.REVERSIBLE, "x /undo", new Undo(List.of("x", "/undo"), "cluster.gone"));
    static final Reversibility FOR_PEOPLE =
            new Reversibility(Reversibility.Kind.REVERSIBLE, "Set it as it was before", null);
    private static final InventoryVersions VERSIONS = new InventoryVersions(1, 1);
    static final ClusterStateLeft LEFT =
            new ClusterStateLeft(List.of(), List.of(), ClusterStateLeft.Rest.UNIFORM, List.of(), List.of(), VERSIONS);

    private final Random random;
    private final LateCommands late;

    /** Of ten commands so many take the rollout further. */
    private final int sensibleOfTen;

    private final SensibleCommands sensible;
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private long token;

    RandomCommands(long seed) {
        this.random = new Random(seed);
        this.late = new LateCommands(random);
        this.sensible = new SensibleCommands(this, once(6));
        this.sensibleOfTen = random.nextInt(5);
    }

    static RolloutStep step(String id, Actor actor, FailureClass onFailure, Repeatability repeatability) {
        return new RolloutStep(
                id,
                id,
                actor,
                true,
                onFailure,
                repeatability,
                2,
                Duration.ofMinutes(1),
                Duration.ofSeconds(30),
                List.of("cluster " + CLUSTER));
    }

    static RolloutRequested request(Instant at) {
        return request(
                at,
                step("once", Actor.RUNNER, FailureClass.HOLD, Repeatability.ONCE),
                step("person", Actor.PERSON, FailureClass.HOLD, Repeatability.CONDITIONAL));
    }

    static RolloutRequested request(Instant at, RolloutStep... inTheMiddle) {
        List<RolloutStep> steps = new ArrayList<>(List.of(
                new RolloutStep(
                        "check",
                        "check",
                        null,
                        true,
                        FailureClass.FIX,
                        Repeatability.IDEMPOTENT,
                        1,
                        Duration.ofMinutes(1),
                        Duration.ofSeconds(30),
                        List.of()),
                step("command", Actor.RUNNER, FailureClass.RETRY, Repeatability.IDEMPOTENT)));
        steps.addAll(List.of(inTheMiddle));
        steps.add(step("last", Actor.RUNNER, FailureClass.FIX, Repeatability.IDEMPOTENT));
        return new RolloutRequested(
                CLUSTER, ROLLOUT, "demo", PLAN, Scenario.NEW, "6.5.6944", null, steps, account("coordinator"), at);
    }

    /** A plan in which two virtual servers are upgraded, by a person and by a command that must not run twice. */
    RolloutCommand request() {
        RolloutRequested request = request(
                now,
                step("once", Actor.RUNNER, FailureClass.HOLD, Repeatability.ONCE),
                step(
                        RolloutWitness.UPGRADE + "evs1",
                        Actor.PERSON,
                        FailureClass.POINT_OF_NO_RETURN,
                        Repeatability.CONDITIONAL),
                step(RolloutWitness.UPGRADE + "evs2", Actor.RUNNER, FailureClass.HOLD, Repeatability.ONCE));
        return new RolloutCommand.Request(request, needs(request), null);
    }

    static Authority account(String name) {
        return new Authority(
                name,
                name,
                new TreeSet<>(Set.of("approver", "coordinator")),
                new TreeSet<>(Set.of("site:demo")),
                new TreeSet<>(),
                null,
                null);
    }

    static List<ApprovalNeed> needs() {
        return needs(request(Instant.EPOCH));
    }

    private static List<ApprovalNeed> needs(RolloutRequested request) {
        return List.of(new ApprovalNeed(
                "plan",
                Extent.PLAN,
                request.steps().stream().map(RolloutStep::id).toList(),
                "c".repeat(64),
                1,
                Duration.ofHours(1),
                new TreeSet<>()));
    }

    static Approval approval(Instant at) {
        return new Approval(PLAN, account("approver"), at, at.plus(Duration.ofHours(1)), "");
    }

    /** Any command whatever; some take the rollout further, and some come for the second time. */
    RolloutCommand next(Rollout state) {
        now = now.plusSeconds(random.nextInt(20) == 0 ? 400 : random.nextInt(10));
        int which = random.nextInt(10);
        RolloutCommand next = which < sensibleOfTen
                ? sensible.next(state, now)
                : which < 8 ? any(state) : late.next(now).orElseGet(() -> any(state));
        late.keep(next);
        return next;
    }

    private RolloutCommand any(Rollout state) {
        CurrentStep current = state.current();
        String step = current == null || current.phase() == Phase.DONE || random.nextInt(8) == 0
                ? state.request() == null || state.nextStep().isEmpty()
                        ? "check"
                        : state.nextStep().get().id()
                : current.step().id();
        UUID task = current == null || current.task() == null || random.nextInt(10) == 0
                ? new UUID(7, random.nextInt(3))
                : current.task();
        UUID gate = current == null || current.gate() == null || random.nextInt(10) == 0
                ? new UUID(8, random.nextInt(3))
                : current.gate();
        int attempt = current == null ? 1 : current.attempt();
        boolean attended = current != null
                && current.phase() == Phase.EXECUTING
                && current.step().actor() == Actor.PERSON;
        return switch (random.nextInt(30)) {
            case 0 -> request();
            case 1 ->
                random.nextInt(30) == 0
                        ? new RolloutCommand.WithdrawApproval(account("approver"), "changed my mind", now)
                        : new RolloutCommand.Approve(PLAN, account("approver"), "", Set.of(), answer(state), null, now);
            case 2 ->
                random.nextInt(50) == 0
                        ? new RolloutCommand.Reject(PLAN, account("approver"), "no", now)
                        : new RolloutCommand.Start(account("coordinator"), now);
            case 3 -> new RolloutCommand.Start(account("coordinator"), now);
            case 4, 5 -> new RolloutCommand.BeginStep(step, order(), now);
            case 6 ->
                random.nextInt(20) == 0
                        ? new RolloutCommand.SkipStep(step, "because", VERSIONS, now)
                        : new RolloutCommand.BeginStep(step, order(), now);
            case 7 ->
                switch (random.nextInt(12)) {
                    case 0 -> new RolloutCommand.LapseApprovals(step, "closed for long", now);
                    case 1, 2 ->
                        new RolloutCommand.AskApprovalGate(
                                new UUID(5, random.nextLong()), VERSIONS, random.nextBoolean(), now);
                    default -> new RolloutCommand.Complete(now);
                };
            case 8 -> new RolloutCommand.TakeTask(task, "runner", ++token, now);
            case 9, 10, 11 ->
                new RolloutCommand.ReportFacts(
                        task, "runner", now.minusSeconds(random.nextInt(400)), List.of(), List.of(), now);
            case 12 -> new RolloutCommand.ReportLookFailed(task, "garbled", order(), now);
            case 13, 14 ->
                new RolloutCommand.ReportCommandEnded(
                        task, "runner", OUTCOMES.get(random.nextInt(OUTCOMES.size())), 0, "no word", now, order(), now);
            case 15, 16 ->
                new RolloutCommand.Attest(
                        step,
                        new Attestation(
                                attempt,
                                random.nextInt(3) == 0 ? Attestation.Outcome.NOT_DONE : Attestation.Outcome.DONE,
                                "seen"),
                        account("operator"),
                        order(),
                        now);
            case 17 ->
                random.nextInt(10) == 0
                        ? new RolloutCommand.Skip("so already", VERSIONS, now)
                        : new RolloutCommand.AskGate(
                                new UUID(8, random.nextLong()), List.of(Stage.CLUS), null, VERSIONS, now);
            case 18, 19 ->
                new RolloutCommand.AnswerGate(
                        gate, VERSIONS, random.nextInt(4) == 0 ? List.of("blocked") : List.of(), now);
            case 20 ->
                random.nextInt(6) == 0
                        ? new RolloutCommand.WaitForInventory("not recorded", now)
                        : random.nextInt(6) == 0
                                ? new RolloutCommand.LookAfterAgain(order(), now)
                                : new RolloutCommand.LookAgain(order(), now);
            case 21 ->
                switch (random.nextInt(4)) {
                    case 0 -> new RolloutCommand.WaitForLock("busy", now);
                    case 1 ->
                        random.nextInt(3) == 0
                                ? new RolloutCommand.Forbid("no way back", now)
                                : new RolloutCommand.WaitForAudit("behind", now);
                    default -> execute(current);
                };
            case 22, 23 -> execute(current);
            case 24 ->
                current != null && current.phase() == Phase.UNDO_COMPARING && random.nextInt(4) > 0
                        ? new RolloutCommand.VerifyUndo(
                                VERSIONS,
                                random.nextInt(3) == 0,
                                "still there",
                                random.nextInt(8) == 0 ? "no way back" : null,
                                order(),
                                order(),
                                now)
                        : new RolloutCommand.Verify(VERSIONS, random.nextInt(3) > 0, "not so", order(), order(), now);
            case 25 ->
                random.nextInt(6) == 0
                        ? new RolloutCommand.GrantLapsed(task, "silent", now)
                        : new RolloutCommand.WithdrawCommand(task, now);
            case 26 ->
                random.nextInt(3) == 0
                        ? new RolloutCommand.LookWhetherMended(order(), BY_COMMAND, now)
                        : random.nextInt(4) == 0 ? override(state, step) : mark(current, step);
            case 27 -> mark(current, step);
            case 28 ->
                random.nextInt(4) == 0
                        ? new RolloutCommand.TellStateLeft(LEFT, now)
                        : random.nextInt(state.pause() == null ? 6 : 2) == 0
                                ? new RolloutCommand.Pause("a storm", account("operator"), now)
                                : new RolloutCommand.Resume("it is over", account("operator"), now);
            default ->
                random.nextInt(attended ? 8 : 100) == 0
                        ? new RolloutCommand.Abort("enough", ending(), account("operator"), now)
                        : new RolloutCommand.Decide(
                                step,
                                random.nextInt(60) == 0
                                        ? Decision.ABORT
                                        : DECISIONS.get(random.nextInt(DECISIONS.size())),
                                "because",
                                account("operator"),
                                order(),
                                random.nextInt(10) == 0 ? FOR_PEOPLE : BY_COMMAND,
                                ending(),
                                now);
        };
    }

    private RolloutCommand.@Nullable GateAnswer answer(Rollout state) {
        Gate asked = state.approvals().gate();
        return asked == null || random.nextInt(20) == 0
                ? null
                : new RolloutCommand.GateAnswer(
                        asked.id(), VERSIONS, VERSIONS, random.nextInt(20) == 0 ? List.of("blocked") : List.of());
    }

    private RolloutCommand override(Rollout state, String step) {
        OverrideProposed standing = state.approvals().override().proposed();
        UUID proposal = standing == null || random.nextInt(10) == 0 ? new UUID(4, 0) : standing.proposal();
        Authority by = account(List.of("operator", "coordinator", "approver").get(random.nextInt(3)));
        return random.nextBoolean()
                ? new RolloutCommand.ProposeOverride(step, new UUID(4, random.nextLong()), "fire", by, now)
                : new RolloutCommand.ConfirmOverride(step, proposal, "", by, now);
    }

    RolloutCommand mark(@Nullable CurrentStep current, String step) {
        MarkDoneProposed standing = current == null ? null : current.proposal();
        UUID proposal = standing == null || random.nextInt(10) == 0 ? new UUID(6, 0) : standing.proposal();
        Authority by = account(List.of("operator", "coordinator", "approver").get(random.nextInt(3)));
        return switch (random.nextInt(4)) {
            case 0 -> new RolloutCommand.RejectMark(step, proposal, "no", by, now);
            case 1 -> new RolloutCommand.ConfirmMark(step, proposal, Set.of(), "", by, now);
            default ->
                new RolloutCommand.ProposeMark(
                        step, new UUID(6, random.nextLong()), "because", "seen", by, BY_COMMAND, now);
        };
    }

    RolloutCommand execute(@Nullable CurrentStep current) {
        List<LockGrant> locks = current == null
                ? List.of()
                : current.step().locks().stream()
                        .map(resource -> new LockGrant(resource, ++token))
                        .toList();
        boolean forRunner = current != null && current.step().actor() == Actor.RUNNER;
        return new RolloutCommand.Execute(
                random.nextInt(10) == 0 ? List.of() : locks,
                forRunner == (random.nextInt(10) > 0) ? order() : null,
                now);
    }

    private RolloutCommand.Ending ending() {
        return new RolloutCommand.Ending(
                Set.of("person"), random.nextBoolean() ? "left as it is" : null, random.nextBoolean() ? LEFT : null);
    }

    /** Whether something happens this time that happens once in so many times. */
    boolean once(int in) {
        return random.nextInt(in) == 0;
    }

    UUID id() {
        return new UUID(3, random.nextLong());
    }

    long token() {
        return ++token;
    }

    TaskOrder order() {
        return new TaskOrder(
                new UUID(9, random.nextLong()), new Work.Execute(List.of("x")), Duration.ofMinutes(1), Duration.ZERO);
    }
}
