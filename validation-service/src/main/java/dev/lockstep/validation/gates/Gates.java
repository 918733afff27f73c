package dev.lockstep.validation.gates;

import dev.lockstep.contracts.ClusterId;
import dev.lockstep.contracts.EventCatalogue;
import dev.lockstep.contracts.Verdict;
import dev.lockstep.contracts.orchestration.RolloutEvent;
import dev.lockstep.contracts.validation.RequirementResult;
import dev.lockstep.contracts.validation.ValidationEvent;
import dev.lockstep.eventsourcing.CommandMetadata;
import dev.lockstep.eventsourcing.EventStore;
import dev.lockstep.eventsourcing.EventTransaction;
import dev.lockstep.eventsourcing.StreamId;
import dev.lockstep.requirements.Operation;
import dev.lockstep.requirements.Report;
import dev.lockstep.requirements.expression.InventoryFacts;
import dev.lockstep.service.events.ContractCodec;
import dev.lockstep.service.events.ServiceIdentity;
import dev.lockstep.service.events.StreamWriter;
import dev.lockstep.validation.verdicts.ClusterVerdicts;
import dev.lockstep.validation.view.KnownInventory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/**
 * The gates of rollouts. A gate is answered once: the answer is the first and only event of its stream, and what it was computed from
 * is exactly the inventory versions that were asked for.
 */
@ApplicationScoped
public class Gates {

    private static final Logger LOG = Logger.getLogger(Gates.class);
    private static final Duration SHORTEST_REST = Duration.ofSeconds(5);
    private static final Duration LONGEST_REST = Duration.ofMinutes(5);
    private static final int AT_ONCE = 20;
    private static final ContractCodec<ValidationEvent> CODEC = new ContractCodec<>(ValidationEvent.class);
    private static final StreamWriter<ValidationEvent> WRITER = new StreamWriter<>(CODEC);

    @Inject
    DataSource dataSource;

    @Inject
    EventStore store;

    @Inject
    KnownInventory inventory;

    @Inject
    ClusterVerdicts verdicts;

    @Inject
    ServiceIdentity service;

    @Inject
    Clock clock;

    /**
     * A gate that was asked for.
     *
     * @param request what was asked
     * @param correlationId of the request
     * @param requestedBy the event that asked
     * @param answered whether it has its answer
     */
    record Gate(RolloutEvent.GateRequested request, UUID correlationId, UUID requestedBy, boolean answered) {}

    /** The gate of an id. */
    Optional<Gate> gate(UUID id) {
        try (Connection connection = dataSource.getConnection()) {
            return gate(connection, id);
        } catch (SQLException e) {
            throw new GateException("a gate cannot be read", e);
        }
    }

    private static Optional<Gate> gate(Connection connection, UUID id) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "select request, correlation_id, requested_by, answered_at from gate where gate = ?")) {
            select.setObject(1, id);
            try (ResultSet rows = select.executeQuery()) {
                return rows.next()
                        ? Optional.of(new Gate(
                                request(rows.getString(1)),
                                rows.getObject(2, UUID.class),
                                rows.getObject(3, UUID.class),
                                rows.getTimestamp(4) != null))
                        : Optional.empty();
            }
        }
    }

    private static RolloutEvent.GateRequested request(String json) {
        return (RolloutEvent.GateRequested)
                EventCatalogue.read("lockstep.orchestration.gate-requested.v1", json.getBytes(StandardCharsets.UTF_8));
    }

    /** The answer to a gate; empty while it waits. */
    Optional<ValidationEvent.GateAnswered> answer(UUID id) {
        return store.read(stream(id), 0, 1).stream()
                .map(event -> (ValidationEvent.GateAnswered) CODEC.decode(event.type(), event.data()))
                .findFirst();
    }

    /** Answers gates whose inventory versions have arrived, and tells how many. */
    int answerNext() {
        int answered = 0;
        for (UUID id : answerable()) {
            try {
                store.transact(Set.of(stream(id)), transaction -> answer(id, transaction));
                answered++;
            } catch (RuntimeException e) {
                LOG.errorf(e, "gate %s cannot be answered; it is tried again", id);
                tryLater(id);
            }
        }
        return answered;
    }

    private List<UUID> answerable() {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement("""
                        select g.gate
                          from gate g
                          join known_stream o on o.stream = g.organization_stream and o.version >= g.organization_version
                          join known_stream c on c.stream = g.cluster_stream and c.version >= g.cluster_version
                         where g.answered_at is null and g.not_before <= ?
                         order by g.not_before limit ?""")) {
            select.setTimestamp(1, Timestamp.from(clock.instant()));
            select.setInt(2, AT_ONCE);
            List<UUID> ids = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    ids.add(rows.getObject(1, UUID.class));
                }
            }
            return ids;
        } catch (SQLException e) {
            throw new GateException("gates cannot be read", e);
        }
    }

    private boolean answer(UUID id, EventTransaction transaction) {
        try {
            Connection connection = transaction.connection();
            Gate gate = gate(connection, id).orElseThrow();
            if (gate.answered()) {
                return false;
            }
            Instant now = clock.instant();
            ValidationEvent.GateAnswered answer = evaluate(transaction, gate.request(), now);
            append(transaction, gate, answer, now);
            try (PreparedStatement update =
                    connection.prepareStatement("update gate set answered_at = ? where gate = ?")) {
                update.setTimestamp(1, Timestamp.from(now));
                update.setObject(2, id);
                update.executeUpdate();
            }
            LOG.infof(
                    "gate=%s cluster=%s rollout=%s step=%s open=%s",
                    id, answer.cluster(), answer.rollout(), answer.step(), answer.open());
            return true;
        } catch (SQLException e) {
            throw new GateException("a gate cannot be answered", e);
        }
    }

    private ValidationEvent.GateAnswered evaluate(
            EventTransaction transaction, RolloutEvent.GateRequested request, Instant at) {
        ClusterId cluster = request.cluster();
        InventoryFacts facts = inventory
                .facts(transaction.connection(), cluster, request.versions())
                .orElseThrow(() -> new IllegalStateException(
                        "the inventory of %s at %s is no longer kept".formatted(cluster, request.versions())));
        Operation operation = Operation.of(
                request.scenario(), request.stages(), request.subject(), request.operator(), request.targetBuild());
        Report report = verdicts.report(transaction, cluster, facts, operation, at);
        List<RequirementResult> applicable = report.results().stream()
                .filter(result -> result.verdict() != Verdict.NOT_APPLICABLE)
                .map(result -> result.verdict() == Verdict.PASS ? result.inBrief() : result)
                .toList();
        return new ValidationEvent.GateAnswered(
                cluster,
                request.gate(),
                request.rollout(),
                request.step(),
                request.versions(),
                report.catalogueVersion(),
                report.catalogueHash(),
                at,
                !report.blocking(),
                applicable);
    }

    private void append(EventTransaction transaction, Gate gate, ValidationEvent.GateAnswered answer, Instant now) {
        CommandMetadata metadata = CommandMetadata.causedBy(
                gate.requestedBy(),
                gate.correlationId(),
                "answer gate",
                service.name() + "-service",
                answer.partitionKey(),
                now);
        WRITER.append(transaction, stream(answer.gate()), 0, List.of(answer), metadata);
    }

    /** The longer a gate has failed, the longer it rests: somebody who still waits asks a new one. */
    private void tryLater(UUID id) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement update = connection.prepareStatement("""
                        update gate set not_before = asked.at + least(?::interval, greatest(?::interval, asked.at - requested_at))
                          from (select ?::timestamptz as at) asked where gate = ?""")) {
            update.setString(1, LONGEST_REST.toString());
            update.setString(2, SHORTEST_REST.toString());
            update.setTimestamp(3, Timestamp.from(clock.instant()));
            update.setObject(4, id);
            update.executeUpdate();
        } catch (SQLException e) {
            throw new GateException("a gate cannot be put off", e);
        }
    }

    private static StreamId stream(UUID gate) {
        return new StreamId("gate", gate.toString());
    }
}
