package dev.lockstep.inventory.history;

import dev.lockstep.contracts.inventory.FactPath;
import dev.lockstep.contracts.inventory.InventoryEvent;
import dev.lockstep.eventsourcing.RecordedEvent;
import dev.lockstep.inventory.facts.ChangeView;
import dev.lockstep.service.events.ContractCodec;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One event of a record.
 *
 * @param version of the record after it
 * @param recordedAt when
 * @param actor who, or which service account
 * @param type the event's stable type name
 * @param member the member that came or went, or null
 * @param reason why, or null when the event tells none
 * @param changes facts before and after
 * @param confirmed how many facts were seen again unchanged
 * @param event the event's id
 * @param correlationId shared by everything that the same request set in motion
 * @param causationId the command or event that led to it
 */
public record HistoryEntry(
        long version,
        Instant recordedAt,
        String actor,
        String type,
        @Nullable FactPath member,
        @Nullable String reason,
        List<ChangeView.Change> changes,
        int confirmed,
        UUID event,
        UUID correlationId,
        UUID causationId) {

    private static final ContractCodec<InventoryEvent> CODEC = new ContractCodec<>(InventoryEvent.class);

    static HistoryEntry of(RecordedEvent recorded) {
        ChangeView view = ChangeView.of(CODEC.decode(recorded.type(), recorded.data()));
        return new HistoryEntry(
                recorded.version(),
                recorded.metadata().time(),
                recorded.metadata().actor(),
                view.type(),
                view.member(),
                view.reason(),
                view.changes(),
                view.confirmed(),
                recorded.id(),
                recorded.metadata().correlationId(),
                recorded.metadata().causationId());
    }
}
