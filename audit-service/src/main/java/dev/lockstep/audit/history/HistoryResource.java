package dev.lockstep.audit.history;

import dev.lockstep.access.http.Access;
import dev.lockstep.access.http.Policy;
import dev.lockstep.audit.entries.Moments;
import dev.lockstep.audit.entries.Visibility;
import dev.lockstep.audit.proof.LogTree;
import dev.lockstep.history.certificate.Certificate;
import dev.lockstep.history.certificate.HistoryEntry;
import dev.lockstep.service.http.ProblemException;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the entries tell of a rollout. */
@Path("/api/audit/rollouts")
@Produces(MediaType.APPLICATION_JSON)
public class HistoryResource {

    @Inject
    Access access;

    @Inject
    RolloutRecords records;

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
        List<HistoryEntry> happenings = records.happenings(rollout, Visibility.of(access.filtered())).stream()
                .filter(happening -> happening.entry().time().isBefore(until))
                .map(RolloutRecords::entry)
                .toList();
        return RolloutHistory.of(rollout, happenings)
                .orElseThrow(() -> ProblemException.notFound("rollout " + rollout));
    }

    /**
     * What the log proves about a rollout, as anybody computes it again from the same entries: the same bytes as in a bundle of this
     * state of the log.
     *
     * @param opened {@code true} for people to read: names and texts as the keys of persons open them
     */
    @GET
    @Path("/{rollout}/certificate")
    @Policy("audit.search")
    public byte[] certificate(
            @PathParam("rollout") UUID rollout, @QueryParam("opened") @DefaultValue("false") boolean opened) {
        long size = tree.ask((head, _) -> head.checkpoint().size()).orElse(0L);
        Certificate certificate = RolloutRecords.certificate(
                        rollout, records.evidence(rollout, Visibility.of(access.filtered())), size)
                .orElseThrow(() -> ProblemException.notFound("rollout " + rollout));
        return (opened ? records.opened(certificate) : certificate).toBytes();
    }
}
