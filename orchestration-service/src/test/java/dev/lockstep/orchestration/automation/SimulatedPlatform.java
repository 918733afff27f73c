package dev.lockstep.orchestration.automation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.contracts.Authority;
import dev.lockstep.contracts.InventoryVersions;
import dev.lockstep.contracts.orchestration.LockGrant;
import dev.lockstep.contracts.orchestration.RolloutEvent;
import dev.lockstep.contracts.orchestration.RolloutEvent.Actor;
import dev.lockstep.contracts.orchestration.RolloutEvent.Decision;
import dev.lockstep.contracts.orchestration.RolloutEvent.FactsReported;
import dev.lockstep.contracts.orchestration.RolloutEvent.GateRequested;
import dev.lockstep.contracts.orchestration.RolloutEvent.LocksReleased;
import dev.lockstep.contracts.orchestration.RolloutEvent.Purpose;
import dev.lockstep.contracts.orchestration.RolloutEvent.RolloutRequested;
import dev.lockstep.contracts.orchestration.RolloutEvent.TaskCreated;
import dev.lockstep.contracts.work.Attestation;
import dev.lockstep.contracts.work.TaskOutcome;
import dev.lockstep.eventsourcing.Decision.Accepted;
import dev.lockstep.orchestration.auditbacklog.NoBacklog;
import dev.lockstep.orchestration.automation.SimulatedSite.Sight;
import dev.lockstep.orchestration.dispatch.KeptTasks;
import dev.lockstep.orchestration.dispatch.Tasks.Task;
import dev.lockstep.orchestration.dispatch.WorkOrders;
import dev.lockstep.orchestration.inventoryview.FollowedInventory;
import dev.lockstep.orchestration.inventoryview.InventoryView.Recorded;
import dev.lockstep.orchestration.planning.OnePlan;
import dev.lockstep.orchestration.rollout.Rollout;
import dev.lockstep.orchestration.rollout.Rollout.CurrentStep;
import dev.lockstep.orchestration.rollout.RolloutCommand;
import dev.lockstep.orchestration.rollout.RolloutDecider;
import dev.lockstep.orchestration.rollout.RolloutWitness;
import dev.lockstep.orchestration.rollout.StoredRollout;
import dev.lockstep.orchestration.signal.NobodyWaiting;
import dev.lockstep.orchestration.stateleft.StatesLeft;
import dev.lockstep.procedures.Plan;
import dev.lockstep.procedures.PlanStep;
import dev.lockstep.procedures.PlanStep.Reversibility;
import jakarta.enterprise.inject.Vetoed;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The platform without servers: the real decider and the real navigator over what is stored, inventory and validation that hear of every
 * event. The process of orchestration dies with every commit: every other one is lost with it, and what it knew always.
 */
final class SimulatedPlatform {

    static final Duration LEASE = Duration.ofSeconds(30);

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration TICK = Duration.ofSeconds(4);
    private static final int EVERY = 20;

    /** What became of a command. */
    enum Fate {
        COMMITTED,
        /** The process died before. */
        LOST,
        REFUSED
    }

    final SimulatedSite site;
    final KeptTasks tasks = new KeptTasks();
    private final Plan plan;
    private final RolloutDecider decider = new RolloutDecider();
    private final StoredRollout stored = new StoredRollout();
    private final List<RolloutEvent> log = new ArrayList<>();
    private final RolloutWitness witness = new RolloutWitness();
    private final Map<UUID, Sight> sights = new HashMap<>();
    private final Set<String> locked = new HashSet<>();
    private final FollowedInventory inventory;
    private final Answers gates = new Answers();
    private final WorkOrders orders;
    private Watch watch = new Watch();
    private Navigator navigator;
    private Rollout state = decider.initial();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private int heard;
    private boolean lostBefore;
    private int crashes;
    private long number;

    SimulatedPlatform(Plan plan, ObjectNode document) {
        this.plan = plan;
        this.site = new SimulatedSite(plan, document);
        this.inventory = new FollowedInventory(recorded(1, site.look(), now));
        this.orders = KeptTasks.orders(new OnePlan(plan), inventory);
        this.navigator = navigator();
    }

    /** What validation has answered, without a database. */
    @Vetoed
    private static final class Answers extends GateAnswers {
        private final Map<UUID, Answer> answers = new HashMap<>();

        Answers() {
            super(new PGSimpleDataSource(), new NobodyWaiting());
        }

        @Override
        public Optional<Answer> find(UUID gate) {
            return Optional.ofNullable(answers.get(gate));
        }
    }

    private Navigator navigator() {
        NoBacklog backlog = new NoBacklog();
        return new Navigator(
                inventory,
                orders,
                tasks,
                gates,
                watch,
                backlog,
                LEASE,
                PATIENCE,
                new Waits(inventory, orders, backlog, Duration.ofHours(4)),
                new StatesLeft(inventory));
    }

    Rollout state() {
        return state;
    }

    List<RolloutEvent> log() {
        return log;
    }

    RolloutWitness witness() {
        return witness;
    }

    int crashes() {
        return crashes;
    }

    Instant now() {
        return now;
    }

    /** Gives a command until it is committed. */
    void require(RolloutCommand command) {
        Fate fate = Fate.LOST;
        while (fate == Fate.LOST) {
            fate = give(command);
        }
        if (fate == Fate.REFUSED) {
            throw new AssertionError("%s is refused: %s".formatted(command, decider.decide(state, command)));
        }
    }

    /** Gives a command; the process dies before the commit, or after it. */
    Fate give(RolloutCommand command) {
        if (!(decider.decide(state, command) instanceof Accepted<RolloutEvent>(List<RolloutEvent> events))) {
            return Fate.REFUSED;
        }
        lostBefore = !lostBefore;
        if (!lostBefore) {
            if (command instanceof RolloutCommand.GrantLapsed) {
                witness.runnerNeverBegan();
            }
            events.forEach(this::append);
        }
        crash();
        return lostBefore ? Fate.LOST : Fate.COMMITTED;
    }

    private void append(RolloutEvent event) {
        state = decider.evolve(state, event);
        log.add(event);
        witness.see(event);
        stored.append(event);
        if (event instanceof TaskCreated created) {
            tasks.created(created);
        } else if (state.current() == null || state.current().task() == null) {
            tasks.ended();
        }
        if (event instanceof LocksReleased released) {
            released.locks().forEach(lock -> locked.remove(lock.resource()));
        }
    }

    private void crash() {
        crashes++;
        state = stored.rebuilt(crashes % EVERY == 0);
        watch = new Watch();
        navigator = navigator();
    }

    /** The automation makes one move; how long it wants to rest otherwise, {@code Instant.MAX} for good. */
    Optional<Instant> carryOn() {
        switch (navigator.next(state, now)) {
            case NextMove.Give(RolloutCommand command) -> give(command);
            case NextMove.TakeLocks _ -> takeLocks();
            case NextMove.LeaseLost _ -> leaseLost();
            case NextMove.Rest(Instant until) -> {
                return Optional.of(until == null ? Instant.MAX : until);
            }
        }
        return Optional.empty();
    }

    private void takeLocks() {
        PlanStep step = currentStep();
        if (!locked.isEmpty()) {
            throw new AssertionError("%s begins, and %s were never released".formatted(step.id(), locked));
        }
        List<LockGrant> grants = step.locks().stream()
                .map(resource -> new LockGrant(resource, tasks.nextToken()))
                .toList();
        boolean ofRunner = current().step().actor() == Actor.RUNNER;
        Fate fate = give(
                new RolloutCommand.Execute(grants, ofRunner ? orders.command(state.required(), step.id()) : null, now));
        if (fate == Fate.COMMITTED) {
            locked.addAll(step.locks());
        }
    }

    private void leaseLost() {
        Task task = tasks.find(Objects.requireNonNull(current().task())).orElseThrow();
        String failure = "the runner has not been heard of within its lease";
        if (!KeptTasks.isCommand(task)) {
            give(lookFailed(task, failure));
        } else if (KeptTasks.neverBegan(task, LEASE)) {
            give(new RolloutCommand.GrantLapsed(task.id(), failure, now));
        } else {
            give(commandEnded(task, TaskOutcome.UNKNOWN));
        }
    }

    private RolloutCommand lookFailed(Task task, String failure) {
        Duration delay = WorkOrders.backOff(current().failedLooks() + 1);
        RolloutRequested request = state.required();
        return new RolloutCommand.ReportLookFailed(
                task.id(),
                failure,
                task.purpose().equals(Purpose.LOOK_BEFORE.name())
                        ? orders.lookBefore(request, task.step(), delay)
                        : orders.lookAfter(request, task.step(), delay),
                now);
    }

    /** What a command came to. */
    RolloutCommand commandEnded(Task task, TaskOutcome outcome) {
        return new RolloutCommand.ReportCommandEnded(
                task.id(),
                "runner",
                outcome,
                outcome == TaskOutcome.FINISHED ? 0 : null,
                outcome == TaskOutcome.FINISHED ? null : "silent",
                now,
                orders.lookAfter(state.required(), task.step(), Duration.ZERO),
                now);
    }

    /** The facts that a look showed. */
    RolloutCommand facts(Task task, Sight sight) {
        sights.put(task.id(), sight);
        Instant granted = Objects.requireNonNull(task.grantedAt());
        return new RolloutCommand.ReportFacts(
                task.id(), "runner", granted, sight.about(plan.step(task.step()).orElseThrow()), List.of(), now);
    }

    /** A person says that the work is done. */
    RolloutCommand attested() {
        CurrentStep current = current();
        return new RolloutCommand.Attest(
                current.step().id(),
                new Attestation(current.attempt(), Attestation.Outcome.DONE, "seen"),
                account("operator"),
                orders.lookAfter(state.required(), current.step().id(), Duration.ZERO),
                now);
    }

    /** A person decides about the step that is held. */
    RolloutCommand decided(Decision decision) {
        String step = current().step().id();
        Reversibility wayBack = currentStep().reversibility();
        return new RolloutCommand.Decide(
                step,
                decision,
                "a person looked",
                account("operator"),
                decision == Decision.VERIFY_AGAIN
                        ? orders.lookAfter(state.required(), step, Duration.ZERO)
                        : orders.lookBefore(state.required(), step, Duration.ZERO),
                wayBack,
                RolloutCommand.Ending.NONE,
                now);
    }

    /** Inventory and validation hear of one more event; false when they have heard of all. */
    boolean followed() {
        if (heard == log.size()) {
            return false;
        }
        switch (log.get(heard++)) {
            case FactsReported reported -> {
                long version = inventory.recorded().versions().cluster() + 1;
                Sight sight = Objects.requireNonNull(sights.get(reported.task()));
                inventory.heard(recorded(version, sight, reported.observedAt()));
            }
            case GateRequested asked ->
                gates.answers.put(asked.gate(), new GateAnswers.Answer(asked.versions(), List.of()));
            default -> {
                // Nobody here reacts to it.
            }
        }
        return true;
    }

    private static Recorded recorded(long version, Sight sight, Instant at) {
        Sight seen = sight.seenAt(at);
        return new Recorded("demo", new InventoryVersions(1, version), seen.organization(), seen.cluster());
    }

    /** Time goes by, in steps that no process takes for a standstill. */
    void await(Instant until) {
        while (now.isBefore(until)) {
            Instant next = now.plus(TICK);
            now = next.isBefore(until) ? next : until;
            watch.awake(now);
        }
    }

    /** Asked for, approved and started. */
    void start(RolloutRequested request, RolloutCommand.Request command) {
        require(command);
        UUID gate = id();
        require(new RolloutCommand.AskApprovalGate(gate, inventory.recorded().versions(), false, now));
        InventoryVersions versions = inventory.recorded().versions();
        require(new RolloutCommand.Approve(
                request.planHash(),
                account("approver"),
                "",
                Set.of(),
                new RolloutCommand.GateAnswer(gate, versions, versions, List.of()),
                null,
                now));
        require(new RolloutCommand.Start(account("operator"), now));
    }

    private UUID id() {
        return new UUID(1, ++number);
    }

    CurrentStep current() {
        return Objects.requireNonNull(state.current());
    }

    private PlanStep currentStep() {
        return plan.step(current().step().id()).orElseThrow();
    }

    static Authority account(String role) {
        return new Authority(
                role, role, new TreeSet<>(Set.of(role)), new TreeSet<>(Set.of("*")), new TreeSet<>(), null, null);
    }
}
