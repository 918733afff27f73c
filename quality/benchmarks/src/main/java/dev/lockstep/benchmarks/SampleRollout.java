package dev.lockstep.benchmarks;

import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.lockstep.contracts.Authority;
import dev.lockstep.contracts.ClusterId;
import dev.lockstep.contracts.InventoryVersions;
import dev.lockstep.contracts.PublishedEvent;
import dev.lockstep.contracts.Scenario;
import dev.lockstep.contracts.Severity;
import dev.lockstep.contracts.Stage;
import dev.lockstep.contracts.Verdict;
import dev.lockstep.contracts.inventory.DocumentKind;
import dev.lockstep.contracts.inventory.FactPath;
import dev.lockstep.contracts.inventory.ObservedFact;
import dev.lockstep.contracts.orchestration.Approval;
import dev.lockstep.contracts.orchestration.ApprovalEvent;
import dev.lockstep.contracts.orchestration.FailureClass;
import dev.lockstep.contracts.orchestration.LockGrant;
import dev.lockstep.contracts.orchestration.Repeatability;
import dev.lockstep.contracts.orchestration.RolloutEvent;
import dev.lockstep.contracts.orchestration.RolloutStep;
import dev.lockstep.contracts.validation.RequirementResult;
import dev.lockstep.contracts.validation.ValidationEvent;
import dev.lockstep.contracts.work.Attestation;
import dev.lockstep.contracts.work.Observation;
import dev.lockstep.contracts.work.TaskOutcome;
import dev.lockstep.contracts.work.Work;
import dev.lockstep.eventsourcing.StreamId;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * One rollout of a sample history: steps of fourteen entries each, every fourth one carried out by a person. What it says at a place
 * follows from the place alone.
 */
final class SampleRollout {

    /** Steps of a rollout among others. */
    private static final int STEPS = 14;

    private static final int ENTRIES_OF_A_STEP = 14;
    private static final int BEFORE_STEPS = 3;
    private static final int GATE_ANSWER = 5;
    private static final int RESULTS = 20;
    private static final int ATTENDED = 4;
    private static final String BUILD = "6944.4";
    private static final String HASH = "5f2b".repeat(16);
    private static final InventoryVersions VERSIONS = new InventoryVersions(12, 345);

    /** Entries of a rollout among others from its request to its completion. */
    static final int ENTRIES = entries(STEPS);

    /** One fact in 140 of those reported names such a topic, which makes one entry in a thousand. */
    static final int TOPICS = 140;

    /** The same for one entry in twenty thousand. */
    static final int SUBJECTS = 2_800;

    private final long number;
    private final UUID rollout;
    private final ClusterId cluster;
    private final String site;
    private final int steps;

    /** @param number greater than that of every earlier rollout */
    SampleRollout(long number, UUID rollout, String cluster, String site) {
        this(number, rollout, cluster, site, STEPS);
    }

    /** One with so many steps. */
    SampleRollout(long number, UUID rollout, String cluster, String site, int steps) {
        this.steps = steps;
        this.number = number;
        this.rollout = rollout;
        this.cluster = new ClusterId(cluster);
        this.site = site;
    }

    /** Entries of a rollout with so many steps from its request to its completion. */
    static int entries(int steps) {
        return BEFORE_STEPS + steps * ENTRIES_OF_A_STEP + 1;
    }

    /** An event of the rollout, and what is known about it besides. */
    record Said(PublishedEvent event, String service, StreamId stream, long version, String actor) {}

    /** @param dice decides what is left to chance */
    Said at(int place, Instant now, long dice) {
        if (place == entries(steps) - 1) {
            return ofRollout(place, new RolloutEvent.RolloutCompleted(cluster, rollout, now), "orchestration");
        }
        return switch (place) {
            case 0 -> ofRollout(place, requested(now), requester());
            case 1 -> ofRollout(place, approved(now), approver());
            case 2 ->
                ofRollout(
                        place,
                        new RolloutEvent.RolloutStarted(cluster, rollout, authority(requester(), "coordinator"), now),
                        requester());
            default -> {
                int step = (place - BEFORE_STEPS) / ENTRIES_OF_A_STEP;
                yield ofStep(place, step, (place - BEFORE_STEPS) % ENTRIES_OF_A_STEP, now, dice);
            }
        };
    }

    private Said ofStep(int place, int step, int part, Instant now, long dice) {
        String name = step(step);
        boolean attended = step % ATTENDED == 0;
        return switch (part) {
            case 0 -> own(place, new RolloutEvent.StepBegun(cluster, rollout, name, 1, now));
            case 1 -> own(place, task(step, RolloutEvent.Purpose.LOOK_BEFORE, now));
            case 2 ->
                byRunner(place, new RolloutEvent.TaskGranted(cluster, rollout, name, id(step, 1), runner(), 1, now));
            case 3 -> byRunner(place, facts(step, now, dice));
            case 4 -> own(place, gateRequested(step, now));
            case GATE_ANSWER ->
                new Said(
                        gateAnswered(step, now),
                        "validation",
                        new StreamId("gate", id(step, 2).toString()),
                        1,
                        "validation");
            case 6 -> own(place, new RolloutEvent.GatePassed(cluster, rollout, name, id(step, 2), VERSIONS));
            case 7 -> own(place, new RolloutEvent.LocksGranted(cluster, rollout, name, 1, locks(step), now));
            case 8 -> own(place, started(name, attended, now));
            case 9 ->
                attended
                        ? ofRollout(place, attested(name, now), attendant())
                        : byRunner(place, commandEnded(step, name, now));
            case 10 -> own(place, task(step, RolloutEvent.Purpose.LOOK_AFTER, now));
            case 11 -> byRunner(place, facts(step, now, dice));
            case 12 -> own(place, new RolloutEvent.StepCompleted(cluster, rollout, name, 1, VERSIONS, now));
            default -> own(place, new RolloutEvent.LocksReleased(cluster, rollout, name, locks(step), now));
        };
    }

    private Said own(int place, RolloutEvent event) {
        return ofRollout(place, event, "orchestration");
    }

    private Said byRunner(int place, RolloutEvent event) {
        return ofRollout(place, event, runner());
    }

    private Said ofRollout(int place, RolloutEvent event, String actor) {
        int firstAnswer = BEFORE_STEPS + GATE_ANSWER;
        int answered = place <= firstAnswer ? 0 : Math.min(steps, (place - firstAnswer - 1) / ENTRIES_OF_A_STEP + 1);
        return new Said(
                event, "orchestration", new StreamId("rollout", rollout.toString()), place + 1L - answered, actor);
    }

    private RolloutEvent requested(Instant now) {
        List<RolloutStep> planned = IntStream.range(0, steps)
                .mapToObj(step -> new RolloutStep(
                        step(step),
                        "Setup of Exchange on node E2K3-N" + node(step),
                        step % ATTENDED == 0 ? RolloutEvent.Actor.PERSON : RolloutEvent.Actor.RUNNER,
                        true,
                        FailureClass.HOLD,
                        Repeatability.IDEMPOTENT,
                        1,
                        Duration.ofMinutes(5),
                        Duration.ofMinutes(5),
                        List.of(lock())))
                .toList();
        return new RolloutEvent.RolloutRequested(
                cluster,
                rollout,
                site,
                HASH,
                Scenario.NEW,
                BUILD,
                null,
                planned,
                authority(requester(), "coordinator"),
                now);
    }

    private RolloutEvent approved(Instant now) {
        return new ApprovalEvent.RolloutApproved(
                cluster,
                rollout,
                new Approval(HASH, authority(approver(), "approver"), now, now.plus(Duration.ofDays(2)), "go ahead"));
    }

    private RolloutEvent task(int step, RolloutEvent.Purpose purpose, Instant now) {
        String name = cluster.value().substring(cluster.value().indexOf(':') + 1);
        Work look = new Work.Observe(List.of(
                new Observation(
                        "cluster-node-listing", List.of("cluster", "/cluster:" + name, "node", "/status"), Map.of()),
                new Observation(
                        "exchange-setup-registry",
                        List.of(
                                "reg",
                                "query",
                                "\\\\E2K3-N%d\\HKLM\\SOFTWARE\\Microsoft\\Exchange\\Setup".formatted(node(step))),
                        Map.of("node", new TextNode("E2K3-N" + node(step))))));
        return new RolloutEvent.TaskCreated(
                cluster, rollout, step(step), 1, id(step, 1), purpose, 1, site, look, Duration.ofMinutes(2), now, now);
    }

    private RolloutEvent facts(int step, Instant now, long dice) {
        String node = "E2K3-N" + node(step);
        String words = "topic%d subject%d".formatted(Math.floorMod(dice, TOPICS), Math.floorMod(dice >>> 20, SUBJECTS));
        return new RolloutEvent.FactsReported(
                cluster,
                rollout,
                step(step),
                id(step, 1),
                runner(),
                now,
                List.of(
                        fact("/nodes/" + node + "/nodeState", "UP", "cluster node /status"),
                        fact("/nodes/" + node + "/exchange/path", words, "reg query"),
                        new ObservedFact(
                                DocumentKind.CLUSTER,
                                FactPath.parse("/nodes/" + node + "/exchange/build"),
                                new IntNode(6944),
                                "reg query")),
                List.of());
    }

    private static ObservedFact fact(String path, String value, String source) {
        return new ObservedFact(DocumentKind.CLUSTER, FactPath.parse(path), new TextNode(value), source);
    }

    private RolloutEvent gateRequested(int step, Instant now) {
        return new RolloutEvent.GateRequested(
                cluster,
                rollout,
                step(step),
                id(step, 2),
                Scenario.NEW,
                List.of(Stage.NODE),
                "E2K3-N" + node(step),
                null,
                BUILD,
                VERSIONS,
                now);
    }

    private PublishedEvent gateAnswered(int step, Instant now) {
        String subject = "node E2K3-N" + node(step);
        List<RequirementResult> results = IntStream.range(0, RESULTS)
                .mapToObj(result -> new RequirementResult(
                        "NODE-SAMPLE-%02d".formatted(result),
                        Stage.NODE,
                        subject,
                        Verdict.PASS,
                        null,
                        Severity.REQUIRED,
                        "The node is a member server of the domain that was prepared",
                        "The node is a member server.",
                        List.of(),
                        "Requirements of nodes",
                        "Join the node to the domain, restart it and observe it again."))
                .toList();
        return new ValidationEvent.GateAnswered(
                cluster, id(step, 2), rollout, step(step), VERSIONS, "1", HASH, now, true, results);
    }

    private RolloutEvent started(String step, boolean attended, Instant now) {
        return new RolloutEvent.StepExecutionStarted(
                cluster,
                rollout,
                step,
                1,
                attended ? RolloutEvent.Actor.PERSON : RolloutEvent.Actor.RUNNER,
                approver(),
                now);
    }

    private RolloutEvent attested(String step, Instant now) {
        return new RolloutEvent.WorkAttested(
                cluster,
                rollout,
                step,
                new Attestation(1, Attestation.Outcome.DONE, "Setup ended without errors, progress log read"),
                authority(attendant(), "operator"),
                now);
    }

    private RolloutEvent commandEnded(int step, String name, Instant now) {
        return new RolloutEvent.CommandEnded(
                cluster, rollout, name, id(step, 3), runner(), TaskOutcome.FINISHED, 0, null, now);
    }

    private List<LockGrant> locks(int step) {
        return List.of(new LockGrant(lock(), number * steps + step + 1));
    }

    private String lock() {
        return "cluster " + cluster;
    }

    private static String step(int step) {
        return "exchange/E2K3-N%d/%d".formatted(node(step), step);
    }

    private static int node(int step) {
        return step / 2 + 1;
    }

    private UUID id(int step, int which) {
        return new UUID(SampleHistory.mixed(number), SampleHistory.mixed(step * 10L + which));
    }

    private String runner() {
        return "runner-" + site;
    }

    private String requester() {
        return SampleHistory.person(number);
    }

    private String approver() {
        return SampleHistory.person(number + 1);
    }

    private String attendant() {
        return SampleHistory.person(number + 2);
    }

    private Authority authority(String name, String role) {
        return new Authority(
                name,
                name,
                new TreeSet<>(List.of(role)),
                new TreeSet<>(List.of("site:" + site)),
                Collections.emptySortedSet(),
                null,
                null);
    }
}
