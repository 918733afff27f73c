package dev.lockstep.audit.history;

import dev.lockstep.access.http.Access;
import dev.lockstep.access.http.Policy;
import dev.lockstep.audit.entries.EntryQueries;
import dev.lockstep.audit.entries.Moments;
import dev.lockstep.audit.entries.Visibility;
import dev.lockstep.audit.proof.LogTree;
import dev.lockstep.contracts.EventCatalogue;
import dev.lockstep.contracts.PublishedEvent;
import dev.lockstep.contracts.orchestration.DeputyEvent;
import dev.lockstep.contracts.orchestration.RolloutEvent;
import dev.lockstep.history.certificate.CertificateReplay;
import dev.lockstep.history.certificate.HistoryEntry;
import dev.lockstep.history.entry.EntryHead;
import dev.lockstep.history.entry.Leaf;
import dev.lockstep.service.http.ProblemException;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the entries tell of a rollout. */
@Path("/api/audit/rollouts")
@Produces(MediaType.APPLICATION_JSON)
public class HistoryResource {

    /** What looks and tasks said is bulky and decides nothing here. */
    private static final Set<Class<? extends RolloutEvent>> LEFT_OUT = Set.of(
            RolloutEvent.FactsReported.class,
            RolloutEvent.TaskCreated.class,
            RolloutEvent.TaskGranted.class,
            RolloutEvent.LookFailed.class,
            RolloutEvent.GateRequested.class);

    private static final List<String> TYPES = EventCatalogue.all().entrySet().stream()
            .filter(type -> RolloutEvent.class.isAssignableFrom(type.getValue()) && !LEFT_OUT.contains(type.getValue()))
            .map(Map.Entry::getKey)
            .toList();

    private static final List<String> OF_DEPUTIES = EventCatalogue.all().entrySet().stream()
            .filter(type -> DeputyEvent.class.isAssignableFrom(type.getValue()))
            .map(Map.Entry::getKey)
            .toList();

    @Inject
    Access access;

    @Inject
    EntryQueries entries;

    @Inject
    LogTree tree;

    /**
     * Who had it done with which authority, each step, and whether one at a time was kept on the cluster.
     *
     * @param before only what happened before this moment (RFC 3339), so that it is told as it stood then
     */
    @GET
    @Path("/{rollout}/history")
    @Policy("audit.search")
    public RolloutHistory history(@PathParam("rollout") UUID rollout, @QueryParam("before") @Nullable String before) {
        Instant until =
                before == null ? Instant.MAX : Moments.parse("before", before).toInstant();
        List<HistoryEntry> happenings = entries.onClusterOf(rollout, TYPES, Visibility.of(access.filtered())).stream()
                .filter(happening -> happening.entry().time().isBefore(until))
                .map(HistoryResource::entry)
                .toList();
        return RolloutHistory.of(rollout, happenings)
                .orElseThrow(() -> ProblemException.notFound("rollout " + rollout));
    }

    /**
     * What the log proves about a rollout, as anybody computes it again from the same entries: the same bytes as in a bundle of this
     * state of the log.
     */
    @GET
    @Path("/{rollout}/certificate")
    @Policy("audit.search")
    public byte[] certificate(@PathParam("rollout") UUID rollout) {
        long size = tree.ask((head, _) -> head.checkpoint().size()).orElse(0L);
        RolloutCertificate wanted = new RolloutCertificate(rollout);
        CertificateReplay replay = new CertificateReplay(wanted);
        List<EntryQueries.Happening> happenings =
                entries.onClusterOf(rollout, CertificateReplay.types(), Visibility.of(access.filtered()));
        Stream.concat(happenings.stream(), deputies(happenings).stream())
                .filter(happening -> happening.index() < size)
                .sorted(Comparator.comparingLong(EntryQueries.Happening::index))
                .forEach(happening -> replay.apply(
                        happening.index(),
                        String.valueOf(happening.entry().cluster()),
                        statement(happening.entry().leaf())));
        replay.finish(size);
        return wanted.certificate()
                .orElseThrow(() -> ProblemException.notFound("rollout " + rollout))
                .toBytes();
    }

    /** What is told of the arrangements by which deputies may have approved. */
    private List<EntryQueries.Happening> deputies(List<EntryQueries.Happening> happenings) {
        return happenings.stream()
                .map(happening -> happening.entry().organization())
                .filter(Objects::nonNull)
                .findFirst()
                .map(organization -> entries.onOrganization(organization, OF_DEPUTIES))
                .orElseGet(List::of);
    }

    private static CertificateReplay.Statement statement(Leaf leaf) {
        byte[] content = leaf.toBytes();
        return CertificateReplay.statement(
                EntryHead.read(content), content, leaf.detached() == null ? null : leaf.data());
    }

    private static HistoryEntry entry(EntryQueries.Happening happening) {
        PublishedEvent event = EventCatalogue.read(
                happening.entry().type(), happening.entry().leaf().data());
        return new HistoryEntry(happening.index(), (RolloutEvent) event);
    }
}
