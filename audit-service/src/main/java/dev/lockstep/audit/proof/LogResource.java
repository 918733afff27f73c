package dev.lockstep.audit.proof;

import dev.lockstep.access.Target;
import dev.lockstep.access.http.Access;
import dev.lockstep.access.http.Policy;
import dev.lockstep.audit.entries.EntryQueries;
import dev.lockstep.audit.entries.LogIndex;
import dev.lockstep.audit.entries.Visibility;
import dev.lockstep.audit.ledger.LogIdentity;
import dev.lockstep.audit.ledger.Verification;
import dev.lockstep.service.http.InvalidRequestException;
import dev.lockstep.service.http.Mistake;
import dev.lockstep.service.http.ProblemException;
import dev.lockstep.transparencylog.Checked;
import dev.lockstep.transparencylog.Hash;
import dev.lockstep.transparencylog.InclusionReceipt;
import dev.lockstep.transparencylog.TileId;
import dev.lockstep.transparencylog.TiledTree;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.CacheControl;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What anyone needs to check the log: its key, checkpoints, proofs and tiles. */
@Produces(MediaType.APPLICATION_JSON)
@Path("/api/audit")
public class LogResource {

    private static final String TEXT = "text/plain;charset=utf-8";
    private static final int A_YEAR = 31_536_000;

    @Inject
    Access access;

    @Inject
    EntryQueries entries;

    @Inject
    LogTree tree;

    @Inject
    LogIdentity identity;

    /**
     * The proof that an entry is under the latest checkpoint.
     *
     * @param index the entry
     * @param leafHash base64 of its hash
     * @param size leaves under the checkpoint
     * @param hashes base64, from the leaf's sibling up
     * @param checkpoint the signed note
     * @param receipt all of it in the form {@code c2sp.org/tlog-proof@v1}
     */
    public record InclusionProof(
            long index, String leafHash, long size, List<String> hashes, String checkpoint, String receipt) {}

    /**
     * The proof that one state of the log is the beginning of another.
     *
     * @param from leaves of the earlier state
     * @param to leaves of the later state
     * @param fromRoot base64 of the earlier root
     * @param toRoot base64 of the later root
     * @param hashes base64, in the order of RFC 6962 §2.1.2
     */
    public record ConsistencyProof(long from, long to, String fromRoot, String toRoot, List<String> hashes) {}

    /** The latest checkpoint, as a signed note. */
    @GET
    @Path("/checkpoint")
    @Produces(TEXT)
    @Policy("audit.checkpoint")
    public Response checkpoint() {
        CacheControl brief = new CacheControl();
        brief.setNoCache(true);
        String note = tree.ask((head, _) -> head.note().toString()).orElseThrow(LogResource::emptyLog);
        return Response.ok(note).cacheControl(brief).build();
    }

    /** The keys that verify checkpoints, each with what it may sign. Whoever means to rely on them gets them by another way than this. */
    @GET
    @Path("/verifier-key")
    @Produces(TEXT)
    @Policy("audit.checkpoint")
    public String verifierKey() {
        return identity.keys().toText();
    }

    /** Proves that an entry is in the log. */
    @GET
    @Path("/entries/{index}/proof")
    @Produces(MediaType.APPLICATION_JSON)
    @Policy("audit.search")
    public InclusionProof inclusion(@PathParam("index") LogIndex index) {
        long place = index.value();
        var entry = entries.entry(place, Visibility.of(access.filtered()))
                .orElseThrow(() -> ProblemException.notFound("entry " + place));
        return tree.ask((head, log) -> {
                    List<Hash> proof = log.inclusionProof(place);
                    return new InclusionProof(
                            place,
                            entry.leafHash(),
                            log.size(),
                            base64(proof),
                            head.note().toString(),
                            new InclusionReceipt(place, proof, head.note()).toString());
                })
                .orElseThrow(LogResource::emptyLog);
    }

    /** Proves that the log only grew between two sizes; {@code to} is the latest checkpoint's when it is not given. */
    @GET
    @Path("/consistency")
    @Produces(MediaType.APPLICATION_JSON)
    @Policy("audit.checkpoint")
    public ConsistencyProof consistency(
            @QueryParam("from") @Nullable String from, @QueryParam("to") @Nullable String to) {
        long earlier = from == null ? 0 : LogIndex.ofQuery("from", from).value();
        Optional<LogIndex> wanted = Optional.ofNullable(to).map(text -> LogIndex.ofQuery("to", text));
        return tree.ask((head, log) -> {
                    long later = wanted.map(LogIndex::value).orElseGet(log::size);
                    if (earlier < 1 || earlier > later || later > log.size()) {
                        throw new InvalidRequestException(new Mistake(
                                "from",
                                "there is no growth from %d to %d in a log of %d".formatted(earlier, later, log.size()),
                                "let 1 <= from <= to <= " + log.size()));
                    }
                    TiledTree grown = log.at(later);
                    return new ConsistencyProof(
                            earlier,
                            later,
                            grown.rootAt(earlier).toBase64(),
                            grown.root().toBase64(),
                            base64(grown.consistencyProof(earlier)));
                })
                .orElseThrow(LogResource::emptyLog);
    }

    /** A tile of the tree in the layout of C2SP tlog-tiles, whose prefix is {@code /api/audit/log}. */
    @GET
    @Path("/log/tile/{level}/{tile:.+}")
    @Produces(MediaType.APPLICATION_OCTET_STREAM)
    @Policy("audit.checkpoint")
    public Response tile(@PathParam("level") String level, @PathParam("tile") String tile) {
        String path = "tile/" + level + "/" + tile;
        return switch (TileId.Sized.parse(path)) {
            case Checked.Accepted<TileId.Sized>(TileId.Sized wanted) -> {
                CacheControl forever = new CacheControl();
                forever.setMaxAge(A_YEAR);
                yield Response.ok(tree.tile(wanted).orElseThrow(() -> ProblemException.notFound(path)))
                        .cacheControl(forever)
                        .build();
            }
            case Checked.Refused<TileId.Sized> _ -> throw ProblemException.notFound(path);
        };
    }

    /** The latest checkpoint where tools for tlog-tiles look for it. */
    @GET
    @Path("/log/checkpoint")
    @Produces(TEXT)
    @Policy("audit.checkpoint")
    public Response logCheckpoint() {
        return checkpoint();
    }

    /** Compares all that is stored with all that was signed, and names what does not hold. Takes as long as reading the log. */
    @GET
    @Path("/verification")
    @Produces(MediaType.APPLICATION_JSON)
    @Policy("audit.verify")
    public Verification verification() {
        access.require(Target.platform());
        return tree.verify();
    }

    private static List<String> base64(List<Hash> hashes) {
        return hashes.stream().map(Hash::toBase64).toList();
    }

    private static ProblemException emptyLog() {
        return ProblemException.notFound("entry yet");
    }
}
