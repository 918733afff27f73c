package dev.lockstep.validation.gates;

import dev.lockstep.contracts.EventCatalogue;
import dev.lockstep.contracts.PublishedEvent;
import dev.lockstep.contracts.orchestration.ApprovalEvent.ApprovalGateRequested;
import dev.lockstep.contracts.orchestration.RolloutEvent;
import dev.lockstep.eventsourcing.EventTransaction;
import dev.lockstep.eventsourcing.kafka.ReceivedEvent;
import dev.lockstep.service.events.Subscription;
import dev.lockstep.validation.view.Streams;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.List;
import java.util.Set;

/** Notes the gates that rollouts ask for; {@link GateAnswering} answers them. A gate that is asked for again stays as it is. */
@ApplicationScoped
public class GateRequests implements Subscription {

    private static final Set<String> REQUESTS =
            Set.of("lockstep.orchestration.gate-requested.v1", "lockstep.orchestration.approval-gate-requested.v1");

    /** There may be gates to answer, and they are committed. */
    record GatesNoted() {}

    @Inject
    Event<GatesNoted> noted;

    @Override
    public String consumer() {
        return "validation-gate-requests";
    }

    @Override
    public List<String> topics() {
        return List.of("lockstep.orchestration");
    }

    @Override
    public boolean isAwaited(String type) {
        return REQUESTS.contains(type);
    }

    @Override
    public void committed() {
        noted.fire(new GatesNoted());
    }

    @Override
    public void handle(ReceivedEvent event, EventTransaction transaction) {
        PublishedEvent told = EventCatalogue.read(event.type(), event.data().getBytes(StandardCharsets.UTF_8));
        RolloutEvent.GateRequested request = switch (told) {
            case RolloutEvent.GateRequested asked -> asked;
            case ApprovalGateRequested asked -> ofApproval(asked);
            default -> null;
        };
        if (request != null) {
            note(request, event, transaction);
        }
    }

    /** The gate of an approval is one of the whole cluster, at no step. */
    private static RolloutEvent.GateRequested ofApproval(ApprovalGateRequested asked) {
        return new RolloutEvent.GateRequested(
                asked.cluster(),
                asked.rollout(),
                ApprovalGateRequested.STEP,
                asked.gate(),
                asked.scenario(),
                asked.stages(),
                null,
                asked.operator(),
                asked.targetBuild(),
                asked.versions(),
                asked.requestedAt());
    }

    private static void note(RolloutEvent.GateRequested request, ReceivedEvent event, EventTransaction transaction) {
        try (PreparedStatement insert = transaction.connection().prepareStatement("""
                insert into gate (gate, cluster, organization_stream, organization_version, cluster_stream, cluster_version,
                                  request, correlation_id, requested_by, requested_at, not_before)
                values (?, ?, ?, ?, ?, ?, ?::json, ?, ?, ?, ?) on conflict do nothing""")) {
            insert.setObject(1, request.gate());
            insert.setString(2, request.cluster().value());
            insert.setString(
                    3, Streams.organization(request.cluster().organization()).toString());
            insert.setLong(4, request.versions().organization());
            insert.setString(5, Streams.cluster(request.cluster()).toString());
            insert.setLong(6, request.versions().cluster());
            insert.setString(7, new String(EventCatalogue.write(request), StandardCharsets.UTF_8));
            insert.setObject(8, event.metadata().correlationId());
            insert.setObject(9, event.id());
            insert.setTimestamp(10, Timestamp.from(request.requestedAt()));
            insert.setTimestamp(11, Timestamp.from(request.requestedAt()));
            insert.executeUpdate();
        } catch (SQLException e) {
            throw new GateException("a gate cannot be noted", e);
        }
    }
}
