package dev.lockstep.orchestration.automation;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.lockstep.contracts.ContractJson;
import dev.lockstep.contracts.EventCatalogue;
import dev.lockstep.contracts.InventoryVersions;
import dev.lockstep.contracts.PublishedEvent;
import dev.lockstep.contracts.validation.RequirementResult;
import dev.lockstep.contracts.validation.ValidationEvent.GateAnswered;
import dev.lockstep.eventsourcing.EventStoreException;
import dev.lockstep.eventsourcing.EventTransaction;
import dev.lockstep.eventsourcing.kafka.ReceivedEvent;
import dev.lockstep.orchestration.signal.WaitingRollouts;
import dev.lockstep.service.events.Subscription;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.IntConsumer;
import javax.sql.DataSource;

/** Hears what validation answers, and keeps it for the automation. */
@ApplicationScoped
public class GateAnswers implements Subscription {

    private static final String ANSWER = "lockstep.validation.gate-answered.v1";

    private final DataSource database;
    private final WaitingRollouts waiting;

    @Inject
    GateAnswers(DataSource database, WaitingRollouts waiting) {
        this.database = database;
        this.waiting = waiting;
    }

    /**
     * An answer.
     *
     * @param blocking each requirement that blocks, in words; empty when the gate is open
     */
    public record Answer(InventoryVersions versions, List<String> blocking) {}

    @Override
    public String consumer() {
        return "orchestration-gate-answers";
    }

    @Override
    public List<String> topics() {
        return List.of("lockstep.validation");
    }

    @Override
    public boolean isAwaited(String type) {
        return type.equals(ANSWER);
    }

    @Override
    public void handle(ReceivedEvent event, EventTransaction transaction) {
        handleAll(List.of(event), transaction, place -> {});
    }

    @Override
    public void handleAll(List<ReceivedEvent> events, EventTransaction transaction, IntConsumer reached) {
        Set<UUID> answered = new HashSet<>();
        try {
            for (int place = 0; place < events.size(); place++) {
                reached.accept(place);
                ReceivedEvent event = events.get(place);
                PublishedEvent published =
                        EventCatalogue.read(event.type(), event.data().getBytes(StandardCharsets.UTF_8));
                if (published instanceof GateAnswered answer) {
                    keep(answer, transaction.connection());
                    answered.add(answer.rollout());
                }
            }
            reached.accept(ALL_TOGETHER);
            if (!answered.isEmpty()) {
                waiting.wake(answered, transaction.connection());
            }
        } catch (SQLException e) {
            throw new EventStoreException("Gates' answers cannot be written", e);
        }
    }

    private static void keep(GateAnswered answered, Connection connection) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                insert into gate_answer (gate, rollout, organization_version, cluster_version, blocking)
                values (?, ?, ?, ?, ?) on conflict do nothing""")) {
            insert.setObject(1, answered.gate());
            insert.setObject(2, answered.rollout());
            insert.setLong(3, answered.versions().organization());
            insert.setLong(4, answered.versions().cluster());
            insert.setString(5, ContractJson.mapper().writeValueAsString(blocking(answered)));
            insert.executeUpdate();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("reasons cannot be written", e);
        }
    }

    private static List<String> blocking(GateAnswered answered) {
        List<String> reasons = new ArrayList<>();
        for (RequirementResult result : answered.results()) {
            if (result.blocks()) {
                reasons.add("%s on %s is %s: %s"
                        .formatted(result.requirement(), result.subject(), result.verdict(), result.message()));
            }
        }
        if (!answered.open() && reasons.isEmpty()) {
            reasons.add("validation keeps the gate closed without naming a requirement");
        }
        return reasons;
    }

    /** The answer to a gate, if it has come. */
    public Optional<Answer> find(UUID gate) {
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement(
                        "select organization_version, cluster_version, blocking from gate_answer where gate = ?")) {
            select.setObject(1, gate);
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    return Optional.empty();
                }
                return Optional.of(new Answer(
                        new InventoryVersions(row.getLong(1), row.getLong(2)),
                        Arrays.asList(ContractJson.mapper().readValue(row.getString(3), String[].class))));
            }
        } catch (SQLException e) {
            throw new EventStoreException("Gate answers cannot be read", e);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a gate's answer cannot be read", e);
        }
    }
}
