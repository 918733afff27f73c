package dev.lockstep.history.certificate;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.lockstep.contracts.ContractJson;
import dev.lockstep.contracts.EventCatalogue;
import dev.lockstep.contracts.MalformedEventException;
import dev.lockstep.contracts.PublishedEvent;
import dev.lockstep.contracts.orchestration.DeputyEvent;
import dev.lockstep.contracts.orchestration.RolloutEvent;
import dev.lockstep.contracts.validation.ValidationEvent.GateAnswered;
import dev.lockstep.history.entry.EntryHead;
import dev.lockstep.history.entry.Leaf;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Replays a log from its first entry and issues the certificate of every rollout: when it is over and all its gates are answered, or
 * else at the end. It keeps what is open, the ids of the rollouts that are over, what was approved in aborted ones and the
 * arrangements of deputies, not the log. An instance belongs to one thread.
 */
public final class CertificateReplay {

    /** What looks and waiting say is bulky and proves nothing here. */
    private static final Set<Class<? extends PublishedEvent>> LEFT_OUT = Set.of(
            RolloutEvent.FactsReported.class,
            RolloutEvent.LookFailed.class,
            RolloutEvent.CommandEnded.class,
            RolloutEvent.StepWaiting.class);

    private static final List<String> TYPES = EventCatalogue.all().entrySet().stream()
            .filter(type -> !LEFT_OUT.contains(type.getValue())
                    && (RolloutEvent.class.isAssignableFrom(type.getValue())
                            || DeputyEvent.class.isAssignableFrom(type.getValue())
                            || type.getValue() == GateAnswered.class))
            .map(Map.Entry::getKey)
            .toList();
    private static final Set<String> WANTED = Set.copyOf(TYPES);

    /** Whose data stand beside the leaf when it is a look at very much; a command never is that long. */
    private static final String TASK_CREATED = "lockstep.orchestration.task-created.v1";

    private final Issue issue;
    private final Map<String, ClusterReplay> clusters = new HashMap<>();
    private final Map<UUID, RolloutCase> open = new LinkedHashMap<>();
    private final Set<UUID> over = new HashSet<>();
    private final Map<UUID, Approvals> aborted = new HashMap<>();
    private final Arrangements arrangements = new Arrangements();

    /** @param issue is given the certificates */
    public CertificateReplay(Issue issue) {
        this.issue = issue;
    }

    /** Takes what the replay brings out. */
    public interface Issue {

        /** The certificate of a rollout, once a rollout. */
        void certificate(Certificate certificate);

        /** Something changed state that no certificate can speak of, because it was in the name of no rollout under way. */
        void outside(Violation.OutsideRollout violation);
    }

    /** The types of entries that certificates follow from; all others may be left out. */
    public static List<String> types() {
        return TYPES;
    }

    /** Whether certificates follow from entries of a type also where the data stand beside the leaf. */
    public static boolean needsDataBeside(String type) {
        return WANTED.contains(type) && !type.equals(TASK_CREATED);
    }

    /** What an entry says as far as certificates follow from it. */
    public sealed interface Statement {

        /** About a rollout. */
        record OfRollout(RolloutEvent event) implements Statement {}

        /** About a gate of a rollout. */
        record OfGate(GateAnswered answer) implements Statement {}

        /** About a deputy. */
        record OfDeputy(DeputyEvent event) implements Statement {}

        /** About something else. */
        record Other() implements Statement {}
    }

    /**
     * What an entry says. One service cannot speak for another, nor an entry of one cluster for another: such an entry says nothing.
     *
     * @param leaf the entry
     * @param detached its data, when they stand beside the leaf
     * @throws dev.lockstep.contracts.MalformedEventException when its data are not those of its type
     */
    public static Statement statement(EntryHead head, byte[] leaf, byte @Nullable [] detached) {
        boolean beside = head.dataSha256() != null;
        if (!WANTED.contains(head.type()) || !head.isOfItsService() || (beside && !needsDataBeside(head.type()))) {
            return new Statement.Other();
        }
        PublishedEvent event = detached == null ? inside(head.type(), leaf) : beside(head.type(), detached);
        if (!event.partitionKey().equals(head.partitionKey())) {
            return new Statement.Other();
        }
        return switch (event) {
            case RolloutEvent rollout -> new Statement.OfRollout(rollout);
            case GateAnswered answer -> new Statement.OfGate(answer);
            case DeputyEvent deputy -> new Statement.OfDeputy(deputy);
            case PublishedEvent _ -> new Statement.Other();
        };
    }

    /** The data of every event are an object, so text in quotes is the base64 of what canonical JSON cannot hold. */
    private static PublishedEvent beside(String type, byte[] detached) {
        try {
            return EventCatalogue.read(
                    type,
                    detached.length > 0 && detached[0] == '"'
                            ? ContractJson.mapper().readTree(detached).binaryValue()
                            : detached);
        } catch (IOException notBase64) {
            throw new MalformedEventException(type, notBase64);
        }
    }

    private static PublishedEvent inside(String type, byte[] leaf) {
        try (JsonParser parser = ContractJson.mapper().createParser(leaf)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                switch (name) {
                    case Leaf.DATA -> {
                        return EventCatalogue.read(type, parser);
                    }
                    case Leaf.DATA_BASE64 -> {
                        return EventCatalogue.read(type, parser.getBinaryValue());
                    }
                    default -> parser.skipChildren();
                }
            }
        } catch (IOException notJson) {
            throw new MalformedEventException(type, notJson);
        }
        throw new MalformedEventException(type, new IllegalArgumentException("there are no data"));
    }

    /**
     * The next entry that matters.
     *
     * @param index its place, greater than that of the one before
     * @param cluster the cluster that the entry is about; an arrangement is about an organization
     */
    public void apply(long index, String cluster, Statement statement) {
        switch (statement) {
            case Statement.OfRollout(RolloutEvent event) -> rollout(index, cluster, event);
            case Statement.OfGate(GateAnswered answer) -> answered(index, cluster, answer);
            case Statement.OfDeputy(DeputyEvent event) -> {
                arrangements.apply(index, event);
                List.copyOf(open.keySet()).forEach(rollout -> settle(rollout, index));
            }
            case Statement.Other _ -> {
                // Nothing follows from it.
            }
        }
    }

    private void rollout(long index, String cluster, RolloutEvent event) {
        UUID id = event.rollout();
        if (!over.contains(id)) {
            RolloutCase known = open.computeIfAbsent(id, _ -> newCase(cluster));
            if (known.cluster().equals(cluster)) {
                known.apply(index, event);
            }
        }
        clusters.computeIfAbsent(cluster, name -> new ClusterReplay(new Watching(name)))
                .apply(index, event);
        settle(id, index);
    }

    private void answered(long index, String cluster, GateAnswered answer) {
        UUID id = answer.rollout();
        if (!over.contains(id)) {
            RolloutCase known = open.computeIfAbsent(id, _ -> newCase(cluster));
            if (known.cluster().equals(cluster)) {
                known.answered(index, answer);
            }
            settle(id, index);
        }
    }

    private RolloutCase newCase(String cluster) {
        return new RolloutCase(cluster, this::approvalsOf, arrangements);
    }

    private Optional<Approvals> approvalsOf(UUID rollout) {
        return Optional.ofNullable(aborted.get(rollout))
                .or(() -> Optional.ofNullable(open.get(rollout)).flatMap(RolloutCase::approvalsToCarryOver));
    }

    private void settle(UUID id, long index) {
        RolloutCase known = open.get(id);
        if (known != null && known.isSettled()) {
            open.remove(id);
            over.add(id);
            known.approvalsToCarryOver().ifPresent(approvals -> aborted.put(id, approvals));
            known.certificate(index + 1).ifPresent(issue::certificate);
        }
    }

    /** Issues the certificates of the rollouts that are not over, as they stand after {@code size} entries. */
    public void finish(long size) {
        open.values().forEach(known -> known.certificate(size).ifPresent(issue::certificate));
        open.clear();
    }

    /** Hands what happens on a cluster to the rollouts that took part. */
    private final class Watching implements ClusterReplay.Watcher {

        private final String cluster;

        private Watching(String cluster) {
            this.cluster = cluster;
        }

        private boolean isUnderWay(UUID rollout) {
            RolloutCase known = open.get(rollout);
            return known != null && known.cluster().equals(cluster) && known.isUnderWay();
        }

        @Override
        public void started(Execution execution) {
            RolloutCase known = open.get(execution.rollout());
            if (known != null && isUnderWay(execution.rollout())) {
                known.started(execution);
            } else {
                issue.outside(new Violation.OutsideRollout(execution));
            }
        }

        @Override
        public void ended(Execution execution) {
            RolloutCase known = open.get(execution.rollout());
            if (known != null) {
                known.ended(execution);
            }
        }

        @Override
        public void violated(Violation violation) {
            violation
                    .executions()
                    .map(Execution::rollout)
                    .distinct()
                    .map(open::get)
                    .filter(Objects::nonNull)
                    .filter(known -> known.cluster().equals(cluster))
                    .forEach(known -> known.violated(violation));
        }
    }
}
