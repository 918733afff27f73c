package dev.lockstep.inventory.facts;

import dev.lockstep.contracts.inventory.FactTree;
import dev.lockstep.contracts.inventory.InventoryEvent;
import dev.lockstep.eventsourcing.EventStore;
import dev.lockstep.eventsourcing.StreamReader;
import dev.lockstep.service.http.ProblemException;
import dev.lockstep.service.http.RequestContext;
import dev.lockstep.service.http.Versions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What people ask to be changed about one record: in one transaction, and only when the result hangs together. */
@ApplicationScoped
public class FactChanges {

    @Inject
    EventStore store;

    @Inject
    RequestContext request;

    /** Whether a record hangs together after a change. */
    @FunctionalInterface
    public interface Check {
        /**
         * Goes on only when it does.
         *
         * @param reader for what else takes part, as the transaction of the change sees it
         */
        void require(StreamReader reader, FactTree before, FactTree after);
    }

    /**
     * Carries the request's command out and answers what came of it. A repeated request is answered as done, whatever has happened to
     * the record since.
     *
     * @param ifMatch the version that the person read, as an entity tag; null to change any version
     * @throws ProblemException when the record has another version, or the command is refused
     */
    public <C, E extends InventoryEvent> Response change(
            Records<C, E> records, String key, C command, @Nullable String ifMatch, Check check) {
        Records.Result.Done<E> done = store.transact(
                Set.of(records.stream(key)),
                transaction -> records.handle(
                                transaction, key, command, request.command(key), new Records.Conditions() {
                                    @Override
                                    public void onRecord(RecordReader.Versioned present) {
                                        Versions.requireMatch(ifMatch, present.version());
                                    }

                                    @Override
                                    public void onChange(Recorded before, List<? extends InventoryEvent> events) {
                                        Recorded.Fold after = new Recorded.Fold(before);
                                        events.forEach(after::apply);
                                        check.require(
                                                transaction,
                                                before.facts(),
                                                after.recorded().facts());
                                    }
                                })
                        .done());
        EditAnswer answer = new EditAnswer(
                key, done.version(), done.events().stream().map(ChangeView::of).toList());
        return Response.ok(answer).tag(Versions.tag(done.version())).build();
    }
}
